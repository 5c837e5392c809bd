import type { IncidentId, SiteId, ZoneId } from '../../domain/ids';
import type { IncidentSeverity } from '../../domain/incidents/severity';
import type { DurationCount, DrillCount, Flow } from '../../domain/posture/trends/figure';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

/** Whose incidents and runs count: those of these zones, and of these sites as a whole. */
export interface TrendPlaces {
  zones: readonly ZoneId[];
  sites: readonly SiteId[];
  /** Also what has no place in the plant file. */
  unplaced: boolean;
}

const placed = (from: number): string =>
  `(zone = any($${from}::text[]) or (zone is null and site = any($${from + 1}::text[]))
    or ($${from + 2}::boolean and zone is null and site is null))`;

const placesOf = ({ zones, sites, unplaced }: TrendPlaces): unknown[] => [[...zones], [...sites], unplaced];

/** Ends that came without a recovery: nothing was wrong, or another incident has it. */
const NO_RECOVERY = `'false-positive', 'duplicate', 'merged'`;

/** Moments, in milliseconds, of what is timed; the beginning is that of the incident. */
const ENDS = {
  acknowledge: `(status -> 'acknowledged' ->> 'at')::bigint`,
  recover: `case when status ->> 'verdict' is distinct from 'false-positive'
      and status ->> 'phase' not in (${NO_RECOVERY}) then (status ->> 'closedAt')::bigint end`,
} as const;

/** How long it took from the opening of incidents, counted where it ended: in each stretch between edges, and in all. */
export async function readDurations(
  tx: Tx,
  what: keyof typeof ENDS,
  places: TrendPlaces,
  edges: readonly Instant[],
): Promise<Flow<DurationCount>> {
  const { rows } = await tx.client.query<DurationCount & { n: number | null }>(
    `with timed as (
       select ended, (ended - (status ->> 'openedAt')::bigint) / 1000.0 as took
       from (select status, zone, site, ${ENDS[what]} as ended from incident) as i
       where ended > $2 and ended <= $3 and ${placed(4)})
     select width_bucket(ended - 1, $1::bigint[]) as n, count(*)::int as count,
       percentile_disc(0.5) within group (order by took)::float8 as median,
       percentile_disc(0.9) within group (order by took)::float8 as "nineInTen"
     from timed group by grouping sets ((1), ())`,
    [[...edges], edges[0] ?? 0, edges.at(-1) ?? 0, ...placesOf(places)],
  );
  const found = rows.map(({ n, count, median, nineInTen }) => ({ n, of: { count, median, nineInTen } }));
  return flowOf(found, edges.length - 1, { count: 0, median: null, nineInTen: null });
}

/** Drills that ended: in each stretch between edges, and in all. */
export async function readDrills(
  tx: Tx,
  places: TrendPlaces,
  edges: readonly Instant[],
): Promise<Flow<DrillCount>> {
  const { rows } = await tx.client.query<DrillCount & { n: number | null }>(
    `with over as (
       select status, (state ->> 'endedAt')::bigint as ended from run
       where mode = 'drill' and not is_open and ${placed(4)})
     select width_bucket(ended - 1, $1::bigint[]) as n,
       count(*) filter (where status = 'succeeded')::int as passed,
       count(*) filter (where status = 'failed')::int as failed,
       count(*) filter (where status = 'cancelled')::int as cancelled
     from over where ended > $2 and ended <= $3 group by grouping sets ((1), ())`,
    [[...edges], edges[0] ?? 0, edges.at(-1) ?? 0, ...placesOf(places)],
  );
  const found = rows.map(({ n, passed, failed, cancelled }) => ({ n, of: { passed, failed, cancelled } }));
  return flowOf(found, edges.length - 1, { passed: 0, failed: 0, cancelled: 0 });
}

/** Rows of stretches by their number, the one of all without; what has no row is `none`. */
function flowOf<T>(rows: readonly { n: number | null; of: T }[], stretches: number, none: T): Flow<T> {
  const at = (n: number | null): T => rows.find((row) => row.n === n)?.of ?? none;
  return { each: Array.from({ length: stretches }, (_, i) => at(i + 1)), whole: at(null) };
}

export interface IncidentMarkRow {
  id: IncidentId;
  at: Instant;
  title: string;
  severity: IncidentSeverity;
}

/** Incidents that were opened in that time, the worst first; those that were nothing or another's are left out. */
export async function readIncidentMarks(
  tx: Tx,
  places: TrendPlaces,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<IncidentMarkRow[]> {
  const { rows } = await tx.client.query<{
    id: string;
    at: string;
    title: string;
    severity: IncidentSeverity;
  }>(
    `select id, (status ->> 'openedAt')::bigint as at, status ->> 'title' as title, severity from incident
     where (status ->> 'openedAt')::bigint between $1 and $2
       and status ->> 'phase' not in (${NO_RECOVERY}) and ${placed(3)}
     order by severity, id desc limit $6`,
    [from, to, ...placesOf(places), limit],
  );
  return rows.map(({ id, at, title, severity }) => ({
    id: Number(id) as IncidentId,
    at: Number(at),
    title,
    severity,
  }));
}
