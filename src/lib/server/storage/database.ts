import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type * as schema from './schema/index';

/** Reads and writes outside or inside a transaction. */
export type Orm = NodePgDatabase<typeof schema>;

/** A transaction in progress: the mapper for tables, the bare client for batches. */
export interface Tx {
  readonly orm: Orm;
  readonly client: pg.ClientBase;
}

/** The one way to the database. Errors of a lost connection become `database.unavailable`. */
export interface Database extends Tx {
  readonly pool: pg.Pool;
  /** Runs `fn` in one transaction; rolls back when it throws. */
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
