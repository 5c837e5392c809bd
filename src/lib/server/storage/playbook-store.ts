import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Audience } from '../../domain/access/visibility';
import type { PlaybookId } from '../../domain/ids';
import type { PlaybookSummary } from '../../protocol/playbooks';
import type { Tx } from './database';
import { playbookSignature } from './schema/playbook-signature';
import { playbookVersion } from './schema/playbook-version';
import { run } from './schema/run';

export type VersionRow = typeof playbookVersion.$inferSelect;
export type SignatureRow = typeof playbookSignature.$inferSelect;

/** The key of a version. */
export type VersionKey = Pick<VersionRow, 'playbook' | 'modified'>;

const newestFirst = [desc(playbookVersion.sortKey), desc(playbookVersion.modified)];

/** Takes a version in; false when there is one of that playbook and `modified` already, which stays as it is. */
export async function insertVersion(tx: Tx, row: VersionRow): Promise<boolean> {
  const made = await tx.orm
    .insert(playbookVersion)
    .values(row)
    .onConflictDoNothing()
    .returning({ playbook: playbookVersion.playbook });
  return made.length > 0;
}

/** One version, the newest without `modified`; undefined when there is none. */
export async function selectVersion(
  tx: Tx,
  playbook: PlaybookId,
  modified?: string,
): Promise<VersionRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(playbookVersion)
    .where(
      and(
        eq(playbookVersion.playbook, playbook),
        modified === undefined ? undefined : eq(playbookVersion.modified, modified),
      ),
    )
    .orderBy(...newestFirst)
    .limit(1);
  return row;
}

/** One version, locked until the transaction ends. */
export async function lockVersion(
  tx: Tx,
  { playbook, modified }: VersionKey,
): Promise<VersionRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(playbookVersion)
    .where(and(eq(playbookVersion.playbook, playbook), eq(playbookVersion.modified, modified)))
    .for('update');
  return row;
}

/** All versions of a playbook, the newest first. */
export const selectVersions = (tx: Tx, playbook: PlaybookId): Promise<VersionRow[]> =>
  tx.orm
    .select()
    .from(playbookVersion)
    .where(eq(playbookVersion.playbook, playbook))
    .orderBy(...newestFirst);

/** The newest version of every playbook, or of one, with how many versions there are of it. */
export async function selectNewest(
  tx: Tx,
  playbook?: PlaybookId,
): Promise<(VersionRow & { versions: number })[]> {
  const rows = await tx.orm
    .selectDistinctOn([playbookVersion.playbook], {
      row: playbookVersion,
      versions: sql<number>`(count(*) over (partition by ${playbookVersion.playbook}))::integer`,
    })
    .from(playbookVersion)
    .where(playbook === undefined ? undefined : eq(playbookVersion.playbook, playbook))
    .orderBy(asc(playbookVersion.playbook), ...newestFirst);
  return rows.map(({ row, versions }) => ({ ...row, versions }));
}

/** Signatures of these playbooks, all versions, in the order in which they came. */
export async function selectSignatures(tx: Tx, playbooks: readonly PlaybookId[]): Promise<SignatureRow[]> {
  if (playbooks.length === 0) return [];
  return tx.orm
    .select()
    .from(playbookSignature)
    .where(inArray(playbookSignature.playbook, [...playbooks]))
    .orderBy(asc(playbookSignature.addedAt), asc(playbookSignature.id));
}

/** Adds signatures; those that are there already stay. Returns how many were new. */
export async function insertSignatures(tx: Tx, rows: readonly SignatureRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const made = await tx.orm
    .insert(playbookSignature)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: playbookSignature.id });
  return made.length;
}

type Latest = Pick<PlaybookSummary, 'lastRun' | 'lastDrill'>;

/** The last run and the last drill of each of these playbooks, of those runs that the reader may see. */
export async function selectLastRuns(
  tx: Tx,
  playbooks: readonly PlaybookId[],
  { zones, everything }: Pick<Audience, 'zones' | 'everything'>,
): Promise<Map<PlaybookId, Latest>> {
  const found = new Map<PlaybookId, Latest>();
  if (playbooks.length === 0) return found;
  const seen = everything
    ? undefined
    : or(isNull(run.zone), zones.size === 0 ? undefined : inArray(run.zone, [...zones]));
  const rows = await tx.orm
    .selectDistinctOn([run.playbook, run.mode], {
      id: run.id,
      playbook: run.playbook,
      mode: run.mode,
      status: run.status,
      at: sql<number>`(${run.view} ->> 'startedAt')::double precision`,
    })
    .from(run)
    .where(and(inArray(run.playbook, [...playbooks]), inArray(run.mode, ['run', 'drill']), seen))
    .orderBy(asc(run.playbook), asc(run.mode), desc(run.id));
  for (const { id, playbook, mode, status, at } of rows) {
    const latest = found.get(playbook) ?? { lastRun: null, lastDrill: null };
    latest[mode === 'drill' ? 'lastDrill' : 'lastRun'] = { run: id, at, status };
    found.set(playbook, latest);
  }
  return found;
}
