import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PlaybookId } from '../../../domain/ids';
import type { Signature } from '../../../domain/playbooks/cacao/model';
import { instant } from './columns';

/** A signature of a version: one that came with it, or one that was made here on approval. */
export const playbookSignature = pgTable(
  'playbook_signature',
  {
    playbook: text().$type<PlaybookId>().notNull(),
    modified: text().notNull(),
    id: text().notNull(),
    signature: jsonb().$type<Signature>().notNull(),
    /** Null for signatures that came with the playbook. */
    approvedBy: text('approved_by'),
    reason: text(),
    addedAt: instant('added_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.playbook, t.modified, t.id] })],
);
