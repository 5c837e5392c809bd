import { bigint, pgTable, text } from 'drizzle-orm/pg-core';
import type { RunId } from '../../../domain/ids';
import { instant } from './columns';
import { run } from './run';

/** Equipment that a run acts upon, such as `gateway:gw-001`. */
export const runAssetLock = pgTable('run_asset_lock', {
  asset: text().primaryKey(),
  run: bigint({ mode: 'number' })
    .$type<RunId>()
    .notNull()
    .references(() => run.id),
  since: instant().notNull(),
});
