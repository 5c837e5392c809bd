import { sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { EvidenceKey } from '../../../domain/posture/evidence';
import type { Answer } from '../../../domain/posture/facts';
import { instant } from './columns';

/** Answers of assets, each over the time in which it was given again before it grew too old. */
export const evidence = pgTable(
  'evidence',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    /** `gateway:<id>`, `drive:<id>`, `network:<gateway>` or `platform:<zone>`. */
    asset: text().notNull(),
    key: text().$type<EvidenceKey>().notNull(),
    verdict: text().$type<Answer['verdict']>().notNull(),
    found: text().notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    isNewest: boolean('is_newest').notNull().default(true),
  },
  (t) => [
    uniqueIndex('evidence_newest')
      .on(t.asset, t.key)
      .where(sql`is_newest`),
    index('evidence_history').on(t.asset, t.key, t.firstAt),
  ],
);
