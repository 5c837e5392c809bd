import { and, arrayOverlaps, asc, count, desc, eq, gt, ilike, inArray, lt, or, sql } from 'drizzle-orm';
import type { Advisory } from '../../domain/advisories/advisory';
import type { Tx } from './database';
import { advisory } from './schema/advisory';

export type AdvisoryRow = typeof advisory.$inferSelect;
export type NewAdvisory = Omit<AdvisoryRow, 'id' | 'isNewest'>;

/** A row of lists: without what was read out of the document and without its text. */
export type AdvisoryHead = Omit<AdvisoryRow, 'content' | 'body' | 'remarks'>;

const HEAD = {
  id: advisory.id,
  format: advisory.format,
  publisher: advisory.publisher,
  document: advisory.document,
  revision: advisory.revision,
  status: advisory.status,
  title: advisory.title,
  publishedAt: advisory.publishedAt,
  updatedAt: advisory.updatedAt,
  url: advisory.url,
  severity: advisory.severity,
  severityVersion: advisory.severityVersion,
  vulnerabilities: advisory.vulnerabilities,
  sha256: advisory.sha256,
  importedBy: advisory.importedBy,
  importedAt: advisory.importedAt,
  isNewest: advisory.isNewest,
};

/** How many advisories are held, each by its newest revision; none means that nothing can be said of any asset. */
export const countAdvisories = async (tx: Tx): Promise<number> => {
  const [row] = await tx.orm.select({ n: count() }).from(advisory).where(eq(advisory.isNewest, true));
  return row?.n ?? 0;
};

/** The newest revision that is held of a document, locked until the transaction ends. */
export async function lockNewest(
  tx: Tx,
  { publisher, document }: Pick<AdvisoryRow, 'publisher' | 'document'>,
): Promise<AdvisoryHead | undefined> {
  // Two imports of one document that nobody holds yet must not both be its first.
  await tx.client.query('select pg_advisory_xact_lock(hashtext($1))', [`advisory ${publisher} ${document}`]);
  const [row] = await tx.orm
    .select(HEAD)
    .from(advisory)
    .where(
      and(eq(advisory.publisher, publisher), eq(advisory.document, document), eq(advisory.isNewest, true)),
    )
    .for('update');
  return row;
}

/** Takes a revision in as the newest of its document; the one before stays on record. */
export async function insertAdvisory(
  tx: Tx,
  row: NewAdvisory,
  before: AdvisoryHead | undefined,
): Promise<AdvisoryHead> {
  if (before !== undefined)
    await tx.orm.update(advisory).set({ isNewest: false }).where(eq(advisory.id, before.id));
  const [made] = await tx.orm.insert(advisory).values(row).returning(HEAD);
  if (made === undefined) throw new Error('the advisory got no number');
  return made;
}

/** A page of the newest revisions, the last imported first; `text` is looked for in title, document and CVE. */
export const selectAdvisories = (
  tx: Tx,
  { before, text, limit }: { before?: number | undefined; text?: string | undefined; limit: number },
): Promise<AdvisoryHead[]> => {
  const like = text === undefined ? undefined : `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return tx.orm
    .select(HEAD)
    .from(advisory)
    .where(
      and(
        eq(advisory.isNewest, true),
        before === undefined ? undefined : lt(advisory.id, before),
        like === undefined
          ? undefined
          : or(
              ilike(advisory.title, like),
              ilike(advisory.document, like),
              sql`exists (select from unnest(${advisory.vulnerabilities}) as v where v ilike ${like})`,
            ),
      ),
    )
    .orderBy(desc(advisory.id))
    .limit(limit);
};

export async function selectAdvisory(tx: Tx, id: number): Promise<AdvisoryRow | undefined> {
  const [row] = await tx.orm.select().from(advisory).where(eq(advisory.id, id));
  return row;
}

/** Every newest revision that speaks of one of these vulnerabilities. */
export const selectSpeaking = (
  tx: Tx,
  vulnerabilities: readonly string[],
): Promise<(AdvisoryHead & { content: Advisory })[]> =>
  vulnerabilities.length === 0
    ? Promise.resolve([])
    : tx.orm
        .select({ ...HEAD, content: advisory.content })
        .from(advisory)
        .where(
          and(eq(advisory.isNewest, true), arrayOverlaps(advisory.vulnerabilities, [...vulnerabilities])),
        )
        .orderBy(asc(advisory.id));

/** The advisory imported last of each of these vulnerabilities. */
export async function selectTellers(
  tx: Tx,
  vulnerabilities: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (vulnerabilities.length === 0) return new Map();
  const rows = await tx.orm
    .select({ id: advisory.id, vulnerabilities: advisory.vulnerabilities })
    .from(advisory)
    .where(and(eq(advisory.isNewest, true), arrayOverlaps(advisory.vulnerabilities, [...vulnerabilities])))
    .orderBy(asc(advisory.id));
  return new Map(rows.flatMap(({ id, vulnerabilities: of }) => of.map((one) => [one, id] as const)));
}

/** What was read out of advisories, by their numbers, those after `after`: for holding all of them against assets. */
export const selectContents = (
  tx: Tx,
  after: number,
  limit: number,
): Promise<{ id: number; isNewest: boolean; content: Advisory }[]> =>
  tx.orm
    .select({ id: advisory.id, isNewest: advisory.isNewest, content: advisory.content })
    .from(advisory)
    .where(gt(advisory.id, after))
    .orderBy(asc(advisory.id))
    .limit(limit);

/** Number of the advisory that was taken in last; 0 when there is none. */
export const selectNewestNumber = async (tx: Tx): Promise<number> => {
  const [row] = await tx.orm.select({ id: advisory.id }).from(advisory).orderBy(desc(advisory.id)).limit(1);
  return row?.id ?? 0;
};

/** Of these numbers, those whose place a newer revision has taken. */
export const selectReplaced = async (tx: Tx, ids: readonly number[]): Promise<number[]> => {
  const rows = await tx.orm
    .select({ id: advisory.id })
    .from(advisory)
    .where(and(inArray(advisory.id, [...ids]), eq(advisory.isNewest, false)));
  return rows.map(({ id }) => id);
};
