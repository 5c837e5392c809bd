import { join } from 'node:path';
import pg from 'pg';
import { systemActor } from '../../../src/lib/domain/access/roles';
import { auditAppender, MAIN_LOG } from '../../../src/lib/server/audit/append';
import { CheckpointFolder } from '../../../src/lib/server/audit/checkpoint-folder';
import { Checkpoints } from '../../../src/lib/server/audit/checkpoints';
import { originOf } from '../../../src/lib/server/audit/signing-key';
import { verifyInstallation } from '../../../src/lib/server/audit/verify-installation';
import { Bus } from '../../../src/lib/server/bus';
import { systemClock } from '../../../src/lib/server/clock';
import { createLogger } from '../../../src/lib/server/log';
import { createMetrics } from '../../../src/lib/server/metrics';
import { openDatabase, type Database } from '../../../src/lib/server/storage/database';
import { startEmbeddedPostgres } from '../../../src/lib/server/storage/embedded-postgres';
import { migrate } from '../../../src/lib/server/storage/migrate';
import { MIGRATIONS } from '../../support/database-setup';
import { temporaryDirectory } from '../../support/temporary-directory';
import { median, written } from '../kit/figures';
import type { BenchContext, Figure } from '../kit/scenario';
import { alarmSizes, type AlarmSizes } from './sizes';

const WRITERS = 16;
const ORIGIN = originOf('bench');

const ENTRIES = `select count(*)::int as n from audit_entry where log_id = ${MAIN_LOG}`;

type Sizes = Pick<AlarmSizes, 'entries' | 'writingMs'>;

/**
 * What the audit log costs: sixteen writers that each append in transactions of their own, beside sixteen that
 * only insert under a locked head, in turn on one and the same PostgreSQL that syncs every commit; then the
 * time to verify a long log, signatures and all.
 */
export async function auditFigures(
  context: BenchContext,
  sizes: Sizes = alarmSizes(context),
): Promise<Figure[]> {
  const directory = temporaryDirectory('audit-bench');
  const log = createLogger('silent');
  const server = await startEmbeddedPostgres({ directory: directory.path, log, clock: systemClock });
  try {
    await migrate(server.connection, MIGRATIONS);
    const maxConnections = WRITERS + 4;
    const connection = server.applicationConnection;
    const db = await openDatabase({ connection, log, clock: systemClock, maxConnections });
    const owner = new pg.Pool({ ...server.connection, max: WRITERS });
    // Connections that the server ends before the pool does.
    owner.on('error', () => undefined);
    try {
      const rates = await appendRates(db, owner, context, sizes);
      return [...rates, ...(await verifyTimes(db, owner, directory.path, context, sizes))];
    } finally {
      await owner.end();
      await db.close();
    }
  } finally {
    await server.stop();
    directory.remove();
  }
}

async function appendRates(
  db: Database,
  owner: pg.Pool,
  { runs, say, signal }: BenchContext,
  { writingMs }: Sizes,
): Promise<Figure[]> {
  await owner.query(`create table bare_head (id int primary key, next bigint not null);
    create table bare_entry (seq bigint primary key, body bytea not null);
    insert into bare_head values (1, 0)`);
  const append = auditAppender(systemClock, () => ({ synced: null, offset_ms: null, unc_ms: null }));
  const origin = { actor: systemActor('bench'), address: '192.0.2.1', requestId: 'bench' };
  const event = { action: 'bench.write', object: { type: 'thing', id: 'one' }, result: 'done' as const };
  const ours = () => db.transaction((tx) => append(tx, event, origin));
  // As long as an entry of ours.
  const body = Buffer.alloc(620, 'x');
  const bare = () => bareAppend(owner, body);
  const rates: { ours: number; bare: number }[] = [];
  const entries = () => owner.query<{ n: number }>(ENTRIES).then(({ rows }) => rows[0]?.n ?? Number.NaN);
  const before = await entries();
  let told = (await inWindow(ours, writingMs / 5, signal)).count;
  await inWindow(bare, writingMs / 5, signal);
  for (let run = 0; run < runs; run += 1) {
    say(`appending with ${WRITERS} writers, ${run + 1} of ${runs}`);
    // In turn, and the other way round every second time: what comes first on a machine is not the same.
    const first = await inWindow(run % 2 === 0 ? bare : ours, writingMs, signal);
    const second = await inWindow(run % 2 === 0 ? ours : bare, writingMs, signal);
    const [oursWritten, bareWritten] = run % 2 === 0 ? [second, first] : [first, second];
    told += oursWritten.count;
    rates.push({ ours: oursWritten.perSecond, bare: bareWritten.perSecond });
  }
  const ratios = rates.map((rate) => rate.ours / rate.bare);
  const { rows } = await owner.query<{ gaps: number }>(
    `select (max(seq) + 1 - count(*))::int as gaps from audit_entry where log_id = ${MAIN_LOG}`,
  );
  const inTurn = rates.map((rate) => `${written(rate.ours)} of ${written(rate.bare)}`).join(', ');
  return [
    {
      name: `audit: appends of ${WRITERS} writers beside a bare locked-head insert`,
      value: median(ratios),
      unit: '',
      limit: { least: 0.7 },
      detail: `per second, in turn: ${inTurn}`,
    },
    {
      // Two that were told the same place would leave one of them without a row.
      name: 'audit: appends told as done and not an entry of their own',
      value: Math.abs(told - ((await entries()) - before)),
      unit: '',
      limit: { most: 0 },
      detail: `${told} appends`,
    },
    { name: 'audit: gaps', value: rows[0]?.gaps ?? Number.NaN, unit: '', limit: { most: 0 } },
  ];
}

/** What any log without gaps costs: the head locked, a row written, the head moved on. */
async function bareAppend(pool: pg.Pool, body: Buffer): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ next: number }>(
      'select next from bare_head where id = 1 for update',
    );
    const next = rows[0]?.next ?? 0;
    await client.query('insert into bare_entry values ($1, $2)', [next, body]);
    await client.query('update bare_head set next = $1 where id = 1', [next + 1]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** How many, and how many a second, all writers together. */
async function inWindow(
  write: () => Promise<unknown>,
  ms: number,
  signal: AbortSignal,
): Promise<{ count: number; perSecond: number }> {
  const end = performance.now() + ms;
  let count = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (performance.now() < end && !signal.aborted) {
        await write();
        count += 1;
      }
    }),
  );
  return { count, perSecond: (count * 1_000) / (performance.now() - began) };
}

async function verifyTimes(
  db: Database,
  owner: pg.Pool,
  directory: string,
  { runs, say, signal }: BenchContext,
  { entries }: Sizes,
): Promise<Figure[]> {
  say(`filling the log up to ${entries} entries`);
  await fill(owner, entries);
  const keysDirectory = join(directory, 'keys');
  const folder = new CheckpointFolder(join(directory, 'checkpoints'));
  const checkpoints = new Checkpoints({
    database: db,
    bus: new Bus(),
    clock: systemClock,
    log: createLogger('silent'),
    alarms: { raise: async () => undefined, clear: async () => undefined },
    metrics: createMetrics(),
    keysDirectory,
    folder,
    copy: undefined,
    origin: ORIGIN,
  });
  const signed = await checkpoints.signNow();
  if (signed === undefined) throw new Error(`not signed: ${checkpoints.state().refused}`);
  const seconds: number[] = [];
  let size = 0;
  for (let run = 0; run < runs && !signal.aborted; run += 1) {
    say(`verifying ${signed.size} entries, ${run + 1} of ${runs}`);
    const began = performance.now();
    const result = await verifyInstallation({
      database: db,
      keysDirectory,
      folders: [folder],
      origin: ORIGIN,
    });
    seconds.push((performance.now() - began) / 1_000);
    if (result.faults.length > 0) throw new Error(result.faults.map(({ text }) => text).join(' '));
    size = result.size;
  }
  return [
    {
      name: `audit: verifying ${written(size)} entries`,
      value: median(seconds),
      unit: 's',
      limit: { most: 60 },
      detail: `median of ${seconds.map(written).join(', ')}; bytes, leaves, root, signature`,
    },
  ];
}

/** Entries in the form of ours, made of the first one: only their numbers differ. */
async function fill(pool: pg.Pool, entries: number): Promise<void> {
  const owner = await pool.connect();
  // The head is only ever moved by an append; here a million are made at once.
  await owner.query('set session_replication_role = replica');
  await owner.query(
    `with first as (select * from audit_entry where log_id = ${MAIN_LOG} and seq = 0),
      more as (
        select f.*, n, convert_to(replace(convert_from(f.body, 'utf8'), '"seq":0,', '"seq":' || n || ','), 'utf8') as made
        from first f, generate_series((select max(seq) + 1 from audit_entry), $1::bigint - 1) n)
     insert into audit_entry (log_id, seq, body, leaf, at, actor, action, object_type, object_id, result, zone, site)
     select log_id, n, made, sha256('\\x00'::bytea || made), at, actor, action, object_type, object_id, result, zone, site
     from more`,
    [entries],
  );
  await owner.query(
    `update audit_head set next_seq = m.seq + 1, last_leaf = m.leaf
     from (select seq, leaf from audit_entry order by seq desc limit 1) m where log_id = ${MAIN_LOG}`,
  );
  owner.release(true);
}
