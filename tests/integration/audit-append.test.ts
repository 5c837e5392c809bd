import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../src/lib/domain/access/roles';
import { auditRecord, canonicalBytes } from '../../src/lib/domain/audit/entry';
import { auditAppender, MAIN_LOG } from '../../src/lib/server/audit/append';
import { leafHash, objectHash } from '../../src/lib/server/audit/leaf';
import { listAudit, readAudit } from '../../src/lib/server/audit/list';
import { machineTimeQuality } from '../../src/lib/server/audit/time-quality';
import type { AuditRow } from '../../src/lib/server/storage/audit-store';
import { zoneId } from '../../src/lib/domain/ids';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';

let test: TestDatabase;
const clock = new FakeClock();
const append = auditAppender(
  clock,
  machineTimeQuality(clock, () => false),
);
const origin = { actor: systemActor('test'), address: '127.0.0.1', requestId: 'req' };
const event = (id: string) => ({
  action: 'test.write',
  object: { type: 'thing', id },
  result: 'done' as const,
});

beforeAll(async () => void (test = await testDatabase()));
afterAll(() => test.close());

async function allRows(): Promise<Pick<AuditRow, 'seq' | 'body' | 'leaf'>[]> {
  const { rows } = await test.db.client.query<Pick<AuditRow, 'seq' | 'body' | 'leaf'>>(
    'select seq, body, leaf from audit_entry where log_id = $1 order by seq',
    [MAIN_LOG],
  );
  return rows;
}

it('sixteen writers at once leave no gap and no fork, though a third of them changes their mind', async () => {
  const written: number[] = [];
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let i = 0; i < 20; i++) {
        const given = test.db.transaction(async (tx) => {
          const seq = await append(tx, event(`${writer}/${i}`), origin);
          if ((writer + i) % 3 === 0) throw new Error('changed my mind');
          return seq;
        });
        await given.then(
          (seq) => written.push(seq),
          () => undefined,
        );
      }
    }),
  );
  const rows = await allRows();
  expect(written.length).toBeGreaterThan(200);
  expect(rows.map((row) => row.seq)).toEqual(written.map((_, i) => i));
  expect(new Set(written).size).toBe(written.length);
});

it('every stored body is canonical, carries its own number, and hashes to its leaf', async () => {
  const rows = await allRows();
  for (const { seq, body, leaf } of rows) {
    const record = auditRecord.parse(JSON.parse(body.toString('utf8')));
    expect(record.seq).toBe(seq);
    expect(Buffer.from(canonicalBytes(record)).equals(body)).toBe(true);
    expect(leafHash(body).equals(leaf)).toBe(true);
  }
  const { rows: heads } = await test.db.client.query('select next_seq, last_leaf from audit_head');
  expect(heads).toEqual([{ next_seq: rows.length, last_leaf: rows.at(-1)?.leaf }]);
});

it('an entry tells who, what, when, and how the object changed', async () => {
  const before = { roles: ['operator'] };
  const after = { roles: ['responder'] };
  const seq = await test.db.transaction((tx) =>
    append(
      tx,
      { ...event('kim'), before, after, reason: 'new shift', facts: { given: 'responder@plant' } },
      origin,
    ),
  );
  const view = await readAudit(test.db, 'everything', seq);
  expect(view?.record).toMatchObject({
    seq,
    ts: new Date(clock.now()).toISOString(),
    time_quality: { synced: null },
    actor: { id: 'system:test', auth_method: 'system', roles: ['administrator@plant'] },
    before_hash: objectHash(before),
    after_hash: objectHash(after),
    reason: 'new shift',
    src_ip: '127.0.0.1',
    request_id: 'req',
  });
  expect(view?.leafMatches).toBe(true);
});

it('the running program can add entries and cannot touch one', async () => {
  for (const text of [
    `update audit_entry set actor = 'nobody'`,
    'delete from audit_entry',
    'truncate audit_entry',
    'insert into audit_entry select * from audit_entry limit 1',
    'update audit_head set next_seq = 0',
  ]) {
    await expect(test.db.client.query(text)).rejects.toThrow(/permission denied/);
  }
});

it('even the owner of the tables does not change an entry by mistake', async () => {
  const owner = new pg.Client(test.connection);
  await owner.connect();
  for (const text of [
    `update audit_entry set actor = 'x'`,
    'delete from audit_entry',
    'truncate audit_entry',
  ]) {
    await expect(owner.query(text)).rejects.toThrow(/never changed or removed/);
  }
  await owner.end();
});

it('an entry out of its turn is refused by the database itself', async () => {
  const now = new Date().toISOString();
  await expect(
    test.db.client.query(`select audit_append(1::smallint, 0, '', $1, '', '', '', '', '', null, null)`, [
      now,
    ]),
  ).rejects.toThrow(/not the next/);
});

it('lists what lies in the reader’s own zones, page by page, newest first', async () => {
  const pumps = zoneId.parse('pumps');
  for (let i = 0; i < 5; i++) {
    await test.db.transaction((tx) =>
      append(
        tx,
        { ...event(`in-pumps-${i}`), object: { type: 'thing', id: `in-pumps-${i}`, zone: pumps } },
        origin,
      ),
    );
    await test.db.transaction((tx) => append(tx, event(`elsewhere-${i}`), origin));
  }
  const reach = { zones: [pumps], sites: [] };
  const first = await listAudit(test.db, reach, {}, 3);
  const second = await listAudit(test.db, reach, { before: first.next }, 3);
  expect([...first.items, ...second.items].map((view) => view.record.object.id)).toEqual(
    [4, 3, 2, 1, 0].map((i) => `in-pumps-${i}`),
  );
  expect(second.next).toBeUndefined();
  expect((await listAudit(test.db, { zones: [], sites: [] }, {}, 10)).items).toEqual([]);
  const hidden = (await listAudit(test.db, 'everything', { objectId: 'elsewhere-0' }, 1)).items[0]?.record
    .seq;
  expect(await readAudit(test.db, reach, hidden ?? -1)).toBeUndefined();
});

it('filters treat what people type as text, not as a pattern or a query', async () => {
  const found = (action: string) =>
    listAudit(test.db, 'everything', { action }, 1).then((page) => page.items.length);
  expect(await found('test.')).toBe(1);
  expect(await found('test.write')).toBe(1);
  expect(await found('%.')).toBe(0);
  expect(await found(`'; drop table audit_entry; --.`)).toBe(0);
});
