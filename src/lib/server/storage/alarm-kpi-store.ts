import type { MinuteCount } from '../../domain/alarms/kpis';
import type { Priority } from '../../domain/alarms/priority';
import { MINUTE_MS, type Instant } from '../../domain/time';
import type { Tx } from './database';

const iso = (at: Instant): string => new Date(at).toISOString();

/** What sounded at each position in each minute since then, in rising order. */
export async function readMinuteCounts(
  tx: Tx,
  positions: readonly string[],
  from: Instant,
  to: Instant,
): Promise<ReadonlyMap<string, MinuteCount[]>> {
  const { rows } = await tx.client.query<{ position: string; minute: number; count: number }>(
    `select position, floor(extract(epoch from at) * 1000 / ${MINUTE_MS})::bigint * ${MINUTE_MS} as minute,
       count(*)::integer as count
     from alarm_annunciation cross join unnest(positions) as position
     where at >= $2 and at <= $3 and position = any($1::text[])
     group by position, minute order by minute`,
    [positions, iso(from), iso(to)],
  );
  const found = new Map<string, MinuteCount[]>();
  for (const { position, minute, count } of rows) {
    const counts = found.get(position) ?? [];
    found.set(position, counts);
    counts.push({ minute, count });
  }
  return found;
}

/** How often each alarm of each priority sounded at a position, most often first. */
export async function readLoudest(
  tx: Tx,
  position: string,
  from: Instant,
  to: Instant,
): Promise<{ definition: string; priority: Priority; count: number }[]> {
  const { rows } = await tx.client.query<{ definition: string; priority: Priority; count: number }>(
    `select definition, priority, count(*)::integer as count from alarm_annunciation
     where at >= $2 and at <= $3 and $1 = any(positions)
     group by definition, priority order by count desc, definition`,
    [position, iso(from), iso(to)],
  );
  return rows;
}
