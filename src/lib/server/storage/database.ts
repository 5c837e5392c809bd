import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import { unavailable, unavailableReason, type Availability, type UnavailableReason } from './availability';
import { DatabaseMonitor } from './database-monitor';
import * as schema from './schema/index';

/** Where a database is and who asks. */
export type ConnectionConfig = pg.PoolConfig;

/** Reads and writes outside or inside a transaction. */
export type Orm = NodePgDatabase<typeof schema>;

/** What batches and hand-written SQL need of a connection. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** A transaction in progress: the mapper for tables, the bare client for batches. */
export interface Tx {
  readonly orm: Orm;
  readonly client: Queryable;
  /**
   * Has something done once the transaction is committed, and never when it is rolled back: news to the rest
   * of the server. In the order of the calls; what it throws is logged. Outside a transaction at once.
   */
  afterCommit(act: () => void): void;
  /**
   * Has something done as the last of the transaction, in the order of the calls: what locks a row that
   * everybody needs, such as the head of the durable stream, in a transaction whose other parts lock rows of
   * their own after it was known. Throws outside a transaction.
   */
  beforeCommit(act: () => Promise<void>): void;
}

export interface TransactionOptions {
  /**
   * Telemetry and other mass writes: refused already when the disk is nearly full, so that what is left
   * serves sign-ins, the audit log and retention.
   */
  bulk?: boolean;
}

/**
 * The one way to the database. Errors that tell of a lost, full or read-only database leave `transaction`
 * and `read` as `database.unavailable`; all others unchanged.
 */
export interface Database extends Tx {
  readonly pool: pg.Pool;
  /**
   * Runs `fn` in one transaction; rolls back when it throws. When the connection is lost during COMMIT,
   * the outcome is unknown: what is repeated then must be idempotent.
   */
  transaction<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Runs `fn`, whose queries each stand alone. */
  read<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Whether writes are taken now; changes are told on the bus as `database.state`. */
  availability(): Availability;
  /** Lets go of all connections; waits at most half a second for work in progress. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  connection: pg.PoolConfig;
  log: Logger;
  clock: Clock;
  bus?: Bus | undefined;
  maxConnections?: number | undefined;
  /** What is known about the server from outside, such as the free space of its disk. */
  diagnose?: (() => UnavailableReason | undefined) | undefined;
}

const CONNECT_TIMEOUT_MS = 3_000;
/** A query that takes longer hangs: its connection is dropped. */
const QUERY_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 500;

// Every 64-bit number we store (milliseconds, counts, sequence numbers) is exact as a JavaScript number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a pool; resolves when the first connection has been tried, whether or not it succeeded. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { connection, log, clock, bus, diagnose, maxConnections = 10 } = options;
  const pool = new pg.Pool({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    application_name: 'zonewatch',
    ...connection,
    max: maxConnections,
  });
  const monitor = new DatabaseMonitor({ connection, log, clock, bus, diagnose });
  // An idle connection broke; the pool has dropped it already.
  pool.on('error', (error) => monitor.failed(error));

  const whole: Tx = {
    orm: drizzle(pool, { schema }),
    client: pool,
    afterCommit: (act) => act(),
    beforeCommit() {
      throw new Error('there is no transaction to be the last of');
    },
  };

  async function guarded<T>(fn: () => Promise<T>): Promise<T> {
    try {
      return await fn();
    } catch (error) {
      const reason = unavailableReason(error);
      if (reason === undefined) throw error;
      throw unavailable(monitor.failed(error), error);
    }
  }

  async function close(): Promise<void> {
    await monitor.stop();
    const timeout = new AbortController();
    await Promise.race([pool.end(), clock.sleep(CLOSE_TIMEOUT_MS, timeout.signal)]);
    timeout.abort();
  }
  let closing: Promise<void> | undefined;

  await monitor.start();
  return {
    ...whole,
    pool,
    read: (fn) => guarded(() => fn(whole)),
    transaction: (fn, { bulk = false } = {}) =>
      guarded(async () => {
        if (bulk) monitor.assertRoomForBulk();
        return inTransaction(pool, fn, log);
      }),
    availability: () => monitor.availability(),
    close: () => (closing ??= close()),
  };
}

const orms = new WeakMap<pg.PoolClient, Orm>();

/** One mapper per connection: it goes through the whole schema when it is made, and batches are many. */
function ormOf(client: pg.PoolClient): Orm {
  const known = orms.get(client) ?? drizzle(client, { schema });
  orms.set(client, known);
  return known;
}

async function inTransaction<T>(pool: pg.Pool, fn: (tx: Tx) => Promise<T>, log: Logger): Promise<T> {
  const client = await pool.connect();
  const last: (() => Promise<void>)[] = [];
  const news: (() => void)[] = [];
  let broken: Error | undefined;
  // While it is checked out, a lost connection is announced here, beside failing the query in progress.
  const onError = (error: Error) => void (broken = error);
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await fn({
      orm: ormOf(client),
      client,
      afterCommit: (act) => void news.push(act),
      beforeCommit: (act) => void last.push(act),
    });
    // One of them may add another.
    for (const act of last) await act();
    await client.query('COMMIT');
    for (const act of news) tell(act, log);
    return result;
  } catch (error) {
    if (unavailableReason(error) === 'unreachable') broken ??= toError(error);
    else await client.query('ROLLBACK').catch((failure: unknown) => (broken ??= toError(failure)));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** What is committed has happened, whatever becomes of the news of it. */
function tell(act: () => void, log: Logger): void {
  try {
    act();
  } catch (error) {
    log.error({ err: error }, 'news of a change went wrong');
  }
}

const toError = (value: unknown): Error => (value instanceof Error ? value : new Error(String(value)));
