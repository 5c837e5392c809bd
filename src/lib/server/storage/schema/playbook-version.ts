import { boolean, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PlaybookId } from '../../../domain/ids';
import { instant } from './columns';

/** A version of a playbook, as it was taken in; never changed. */
export const playbookVersion = pgTable(
  'playbook_version',
  {
    playbook: text().$type<PlaybookId>().notNull(),
    modified: text().notNull(),
    /** `modified` in a form whose order as text is its order in time. */
    sortKey: text('sort_key').notNull(),
    sha256: text().notNull(),
    /** CACAO JSON, with the signatures that it came with. */
    body: text().notNull(),
    shipped: boolean().notNull(),
    importedBy: text('imported_by').notNull(),
    importedAt: instant('imported_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.playbook, t.modified] })],
);
