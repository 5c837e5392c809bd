import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { Audience } from '../../domain/access/visibility';
import type { MatchState } from '../../domain/advisories/decision';
import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { columnNames, jsonRecords } from './json-records';
import { vulnerabilityDecision as decision } from './schema/vulnerability-decision';
import { vulnerabilityMatch as match } from './schema/vulnerability-match';

export type MatchRow = typeof match.$inferSelect;
export type NewMatch = Omit<MatchRow, 'id'>;
export type DecisionRow = typeof decision.$inferSelect;
export type NewDecision = Omit<DecisionRow, 'id'>;

const instantOf = (at: Instant): SQL => sql`${new Date(at).toISOString()}::timestamptz`;
const counted = (when: SQL | undefined): SQL<number> => sql<number>`(count(*) filter (where ${when}))::int`;

/** Still fits, and asks for somebody at `now`: open, or accepted until a moment that is over. */
const isOpenAt = (now: Instant): SQL => {
  const lapsed = and(eq(match.state, 'accepted'), sql`${match.expiresAt} <= ${instantOf(now)}`);
  return and(isNull(match.goneAt), or(eq(match.state, 'open'), lapsed)) ?? sql`false`;
};
const isOverdueAt = (now: Instant): SQL =>
  and(isOpenAt(now), sql`${match.dueAt} < ${instantOf(now)}`) ?? sql`false`;
const isAcceptedAt = (now: Instant): SQL =>
  and(isNull(match.goneAt), eq(match.state, 'accepted'), gt(match.expiresAt, now)) ?? sql`false`;
/** Open, and a person has yet to say whether the asset is meant at all. */
const needsLookAt = (now: Instant): SQL =>
  and(
    isOpenAt(now),
    eq(match.isConfirmed, false),
    or(eq(match.certainty, 'possible'), eq(match.verdict, 'disputed')),
  ) ?? sql`false`;

/** Open vulnerabilities of one asset. */
export interface OpenOfAsset {
  asset: string;
  open: number;
  overdue: number;
  /** Highest CVSS base score among them; null where none has one. */
  worst: number | null;
}

/** How many vulnerabilities are open on each asset; of all assets when none is named. Those with none are left out. */
export const openMatches = (tx: Tx, now: Instant, assets?: readonly string[]): Promise<OpenOfAsset[]> =>
  tx.orm
    .select({
      asset: match.asset,
      open: sql<number>`count(*)::int`,
      overdue: counted(isOverdueAt(now)),
      worst: sql<number | null>`max(${match.severity})`,
    })
    .from(match)
    .where(and(isOpenAt(now), assets === undefined ? undefined : inArray(match.asset, [...assets])))
    .groupBy(match.asset);

/** Open and overdue vulnerabilities of a zone. */
export interface OpenOfZone {
  zone: ZoneId;
  open: number;
  overdue: number;
  accepted: number;
}

/** The same by zone; zones with none are left out. */
export const openMatchesByZone = async (
  tx: Tx,
  zones: readonly ZoneId[],
  now: Instant,
): Promise<OpenOfZone[]> => {
  const rows = await tx.orm
    .select({
      zone: match.zone,
      open: counted(isOpenAt(now)),
      overdue: counted(isOverdueAt(now)),
      accepted: counted(isAcceptedAt(now)),
    })
    .from(match)
    .where(
      and(isNull(match.goneAt), inArray(match.state, ['open', 'accepted']), inArray(match.zone, [...zones])),
    )
    .groupBy(match.zone);
  return rows.flatMap(({ zone, ...counts }) => (zone === null ? [] : [{ zone, ...counts }]));
};

/** Whose matches somebody may see: those of these zones; of no zone, for who may see everything. */
export type MatchReach = Pick<Audience, 'zones' | 'everything'>;

const withinReach = ({ zones, everything }: MatchReach): SQL =>
  or(inArray(match.zone, [...zones]), everything ? isNull(match.zone) : undefined) ?? sql`false`;

/** What of the matches is asked for; `look` and `overdue` are parts of `open`. */
export const MATCH_VIEWS = ['look', 'open', 'overdue', 'accepted', 'done', 'all'] as const;
export type MatchViewName = (typeof MATCH_VIEWS)[number];

export interface MatchFilter {
  view: MatchViewName;
  zone?: ZoneId | undefined;
  asset?: string | undefined;
  vulnerabilities?: readonly string[] | undefined;
  /** Position of the last row of the page before. */
  after?: MatchPosition | undefined;
}

/** Where a row stands in the list: due first, then by number. */
export interface MatchPosition {
  dueAt: Instant;
  id: number;
}

/** Later than any date that is given: what waits for the next planned update comes last. */
export const NEVER_DUE = Date.UTC(9999, 0);
const due = sql`coalesce(${match.dueAt}, ${instantOf(NEVER_DUE)})`;

function inView(view: MatchViewName, now: Instant): SQL | undefined {
  switch (view) {
    case 'look':
      return needsLookAt(now);
    case 'open':
      return isOpenAt(now);
    case 'overdue':
      return isOverdueAt(now);
    case 'accepted':
      return isAcceptedAt(now);
    case 'done':
      return or(inArray(match.state, ['mitigated', 'fixed', 'not-affected']), isNotNull(match.goneAt));
    case 'all':
      return undefined;
  }
}

/** Matches within reach, what is due first at the top. */
export const selectMatches = (
  tx: Tx,
  reach: MatchReach,
  { view, zone, asset, vulnerabilities, after }: MatchFilter,
  now: Instant,
  limit: number,
): Promise<MatchRow[]> =>
  tx.orm
    .select()
    .from(match)
    .where(
      and(
        withinReach(reach),
        inView(view, now),
        zone === undefined ? undefined : eq(match.zone, zone),
        asset === undefined ? undefined : eq(match.asset, asset),
        vulnerabilities === undefined ? undefined : inArray(match.vulnerability, [...vulnerabilities]),
        after === undefined
          ? undefined
          : sql`(${due}, ${match.id}) > (${instantOf(after.dueAt)}, ${after.id})`,
      ),
    )
    .orderBy(asc(due), asc(match.id))
    .limit(limit);

/** How many there are within reach of each view; `done` counts what is over. */
export async function countMatches(
  tx: Tx,
  reach: MatchReach,
  now: Instant,
): Promise<Record<Exclude<MatchViewName, 'all'>, number>> {
  const [row] = await tx.orm
    .select({
      look: counted(needsLookAt(now)),
      open: counted(isOpenAt(now)),
      overdue: counted(isOverdueAt(now)),
      accepted: counted(isAcceptedAt(now)),
      done: counted(inView('done', now)),
    })
    .from(match)
    .where(withinReach(reach));
  return row ?? { look: 0, open: 0, overdue: 0, accepted: 0, done: 0 };
}

/** Open matches within reach of each vulnerability. */
export const countByVulnerability = (
  tx: Tx,
  reach: MatchReach,
  vulnerabilities: readonly string[],
  now: Instant,
): Promise<{ vulnerability: string; open: number; all: number }[]> =>
  tx.orm
    .select({
      vulnerability: match.vulnerability,
      open: counted(isOpenAt(now)),
      all: counted(isNull(match.goneAt)),
    })
    .from(match)
    .where(and(withinReach(reach), inArray(match.vulnerability, [...vulnerabilities])))
    .groupBy(match.vulnerability);

/** What of these assets is on record, locked: decisions made meanwhile must not be written over. */
export const lockMatchesOf = (tx: Tx, assets: readonly string[]): Promise<MatchRow[]> =>
  tx.orm
    .select()
    .from(match)
    .where(inArray(match.asset, [...assets]))
    .orderBy(asc(match.id))
    .for('update');

/** Names of the assets that have a match which still fits. */
export const selectMatchedAssets = async (tx: Tx): Promise<string[]> => {
  const rows = await tx.orm.selectDistinct({ asset: match.asset }).from(match).where(isNull(match.goneAt));
  return rows.map(({ asset }) => asset);
};

const COLUMNS = columnNames(match, ['id']);
const LASTING = new Set(['asset', 'vulnerability', 'first_at']);
const UPSERT = `
  insert into vulnerability_match (${COLUMNS.join(', ')})
  select ${COLUMNS.join(', ')} from json_populate_recordset(null::vulnerability_match, $1)
  on conflict (asset, vulnerability) do update
  set ${COLUMNS.filter((name) => !LASTING.has(name))
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}
  returning id, asset, vulnerability`;

/** Writes matches as they are now; returns the number of each by asset and vulnerability. */
export async function saveMatches(tx: Tx, rows: readonly NewMatch[]): Promise<ReadonlyMap<string, number>> {
  if (rows.length === 0) return new Map();
  const { rows: saved } = await tx.client.query<{ id: number; asset: string; vulnerability: string }>(
    UPSERT,
    [jsonRecords(match, rows)],
  );
  return new Map(saved.map(({ id, asset, vulnerability }) => [`${asset} ${vulnerability}`, id]));
}

export const insertDecisions = async (tx: Tx, rows: readonly NewDecision[]): Promise<void> => {
  if (rows.length > 0) await tx.orm.insert(decision).values([...rows]);
};

/** Locked: who decides does so on what it is now. */
export async function lockMatch(tx: Tx, id: number): Promise<MatchRow | undefined> {
  const [row] = await tx.orm.select().from(match).where(eq(match.id, id)).for('update');
  return row;
}

/** What was decided of a match; the row as it is then. */
export async function saveDecision(
  tx: Tx,
  id: number,
  change: Pick<
    MatchRow,
    | 'state'
    | 'isConfirmed'
    | 'owner'
    | 'note'
    | 'expiresAt'
    | 'decidedBy'
    | 'decidedAt'
    | 'decidedBasis'
    | 'changedAt'
  >,
): Promise<MatchRow> {
  const [row] = await tx.orm.update(match).set(change).where(eq(match.id, id)).returning();
  if (row === undefined) throw new Error(`match ${id} went while it was locked`);
  return row;
}

/** The first moment after `now` at which an acceptance runs out, and zones where one has since `since`. */
export async function selectLapses(
  tx: Tx,
  since: Instant,
  now: Instant,
): Promise<{ zones: ZoneId[]; next: Instant | null }> {
  const accepted = and(isNull(match.goneAt), eq(match.state, 'accepted'));
  const lapsed = await tx.orm
    .selectDistinct({ zone: match.zone })
    .from(match)
    .where(and(accepted, gt(match.expiresAt, since), lte(match.expiresAt, now)));
  const [ahead] = await tx.orm
    .select({ at: match.expiresAt })
    .from(match)
    .where(and(accepted, gt(match.expiresAt, now)))
    .orderBy(asc(match.expiresAt))
    .limit(1);
  return { zones: lapsed.flatMap(({ zone }) => zone ?? []), next: ahead?.at ?? null };
}

/** What was decided of these matches, the newest first. */
export const selectDecisions = (tx: Tx, matches: readonly number[], limit: number): Promise<DecisionRow[]> =>
  tx.orm
    .select()
    .from(decision)
    .where(inArray(decision.match, [...matches]))
    .orderBy(desc(decision.id))
    .limit(limit);

/** A vulnerability that counts against a zone: likely or confirmed, and neither fixed, mitigated nor denied. */
export interface DoubtRow {
  zone: ZoneId;
  asset: string;
  vulnerability: string;
  cwes: string[];
}

export const selectDoubts = async (tx: Tx): Promise<DoubtRow[]> => {
  const states: MatchState[] = ['open', 'accepted'];
  const rows = await tx.orm
    .select({ zone: match.zone, asset: match.asset, vulnerability: match.vulnerability, cwes: match.cwes })
    .from(match)
    .where(
      and(
        isNull(match.goneAt),
        inArray(match.state, states),
        isNotNull(match.zone),
        or(
          eq(match.isConfirmed, true),
          and(eq(match.certainty, 'likely'), inArray(match.verdict, ['affected', 'disputed'])),
        ),
      ),
    );
  return rows.flatMap(({ zone, ...row }) => (zone === null ? [] : [{ zone, ...row }]));
};
