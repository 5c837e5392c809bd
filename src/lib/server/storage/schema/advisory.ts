import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, real, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Advisory } from '../../../domain/advisories/advisory';
import { instant } from './columns';

/** Something that the check of an advisory found, and which does not keep it out. */
export interface AdvisoryRemark {
  path: string;
  message: string;
}

/** Advisories as they came, with what was read out of them; older revisions stay. */
export const advisory = pgTable(
  'advisory',
  {
    id: integer().generatedAlwaysAsIdentity().primaryKey(),
    format: text().$type<Advisory['format']>().notNull(),
    publisher: text().notNull(),
    document: text().notNull(),
    revision: text().notNull(),
    status: text().$type<Advisory['status']>().notNull(),
    title: text().notNull(),
    publishedAt: instant('published_at'),
    updatedAt: instant('updated_at'),
    url: text(),
    /** Highest base score, and of which CVSS. */
    severity: real(),
    severityVersion: text('severity_version'),
    vulnerabilities: text().array().notNull(),
    remarks: jsonb().$type<readonly AdvisoryRemark[]>().notNull(),
    content: jsonb().$type<Advisory>().notNull(),
    /** To the letter, with every notice in it. */
    body: text().notNull(),
    sha256: text().notNull(),
    importedBy: text('imported_by').notNull(),
    importedAt: instant('imported_at').notNull(),
    isNewest: boolean('is_newest').notNull().default(true),
  },
  (t) => [
    uniqueIndex('advisory_newest')
      .on(t.publisher, t.document)
      .where(sql`is_newest`),
    index('advisory_vulnerability')
      .using('gin', t.vulnerabilities)
      .where(sql`is_newest`),
  ],
);
