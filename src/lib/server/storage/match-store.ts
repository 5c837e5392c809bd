import { and, eq, gt, inArray, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { vulnerabilityMatch as match } from './schema/vulnerability-match';

export type MatchRow = typeof match.$inferSelect;

/** Still fits, and asks for somebody at `now`: open, or accepted until a moment that is over. */
export const isOpenAt = (now: Instant): SQL => {
  const lapsed = and(eq(match.state, 'accepted'), sql`${match.expiresAt} <= ${instantOf(now)}`);
  return and(isNull(match.goneAt), or(eq(match.state, 'open'), lapsed)) ?? sql`false`;
};

const instantOf = (at: Instant): SQL => sql`${new Date(at).toISOString()}::timestamptz`;
const overdueAt = (now: Instant): SQL<number> =>
  sql<number>`(count(*) filter (where ${match.dueAt} < ${instantOf(now)}))::int`;

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
      overdue: overdueAt(now),
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
      open: sql<number>`(count(*) filter (where ${isOpenAt(now)}))::int`,
      overdue: sql<number>`(count(*) filter (where ${isOpenAt(now)} and ${match.dueAt} < ${instantOf(now)}))::int`,
      accepted: sql<number>`(count(*) filter (where ${match.state} = 'accepted' and ${gt(match.expiresAt, now)}))::int`,
    })
    .from(match)
    .where(
      and(isNull(match.goneAt), inArray(match.state, ['open', 'accepted']), inArray(match.zone, [...zones])),
    )
    .groupBy(match.zone);
  return rows.flatMap(({ zone, ...counts }) => (zone === null ? [] : [{ zone, ...counts }]));
};
