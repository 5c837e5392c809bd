import { sql } from 'drizzle-orm';
import type { ZoneId } from '../../domain/ids';
import type { DayCount } from '../../domain/posture/trends/figure';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { trendDay } from './schema/trend-day';

type TrendDayRow = typeof trendDay.$inferSelect;

/** The UTC day that a moment belongs to, as the database writes it. */
export const dayName = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/** Writes the count of each zone for the day of `at`; what was counted earlier that day is replaced. */
export async function writeTrendDay(
  tx: Tx,
  at: Instant,
  counts: ReadonlyMap<ZoneId, DayCount>,
): Promise<void> {
  if (counts.size === 0) return;
  const day = dayName(at);
  const rows = [...counts].map(([zone, count]) => rowOf(day, zone, at, count));
  await tx.orm
    .insert(trendDay)
    .values(rows)
    .onConflictDoUpdate({ target: [trendDay.day, trendDay.zone], set: REPLACED });
}

/** Sums over these zones for each of the days, in their order; null for a day of which no zone was counted. */
export async function readTrendDays(
  tx: Tx,
  zones: readonly ZoneId[],
  days: readonly string[],
): Promise<(DayCount | null)[]> {
  const { rows } = await tx.client.query<Sums>(SUMS, [[...days], [...zones]]);
  const found = new Map(rows.map((row) => [row.day, row]));
  return days.map((day) => {
    const row = found.get(day);
    return row === undefined ? null : countOf(row);
  });
}

interface Sums {
  day: string;
  expired: number;
  within30: number;
  within90: number;
  unseen: number;
  ended: number;
  ending: number;
  unknown: number;
  open: number | null;
  overdue: number | null;
}

const SUMS = `
  select to_char(day, 'YYYY-MM-DD') as day,
    sum(certificates_expired)::int as expired, sum(certificates_within30)::int as within30,
    sum(certificates_within90)::int as within90, sum(certificates_unseen)::int as unseen,
    sum(support_ended)::int as ended, sum(support_ending)::int as ending, sum(support_unknown)::int as unknown,
    sum(vulnerabilities_open)::int as open, sum(vulnerabilities_overdue)::int as overdue
  from trend_day where day = any($1::date[]) and zone = any($2::text[])
  group by trend_day.day`;

const countOf = (row: Sums): DayCount => ({
  certificates: {
    expired: row.expired,
    within30: row.within30,
    within90: row.within90,
    unseen: row.unseen,
  },
  support: { ended: row.ended, ending: row.ending, unknown: row.unknown },
  vulnerabilities: row.open === null ? null : { open: row.open, overdue: row.overdue ?? 0 },
});

const rowOf = (day: string, zone: ZoneId, at: Instant, count: DayCount): TrendDayRow => ({
  day,
  zone,
  countedAt: at,
  certificatesExpired: count.certificates.expired,
  certificatesWithin30: count.certificates.within30,
  certificatesWithin90: count.certificates.within90,
  certificatesUnseen: count.certificates.unseen,
  supportEnded: count.support.ended,
  supportEnding: count.support.ending,
  supportUnknown: count.support.unknown,
  vulnerabilitiesOpen: count.vulnerabilities?.open ?? null,
  vulnerabilitiesOverdue: count.vulnerabilities?.overdue ?? null,
});

const REPLACED = {
  countedAt: sql`excluded.counted_at`,
  certificatesExpired: sql`excluded.certificates_expired`,
  certificatesWithin30: sql`excluded.certificates_within30`,
  certificatesWithin90: sql`excluded.certificates_within90`,
  certificatesUnseen: sql`excluded.certificates_unseen`,
  supportEnded: sql`excluded.support_ended`,
  supportEnding: sql`excluded.support_ending`,
  supportUnknown: sql`excluded.support_unknown`,
  vulnerabilitiesOpen: sql`excluded.vulnerabilities_open`,
  vulnerabilitiesOverdue: sql`excluded.vulnerabilities_overdue`,
};
