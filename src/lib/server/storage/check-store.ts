import type { DriveId, GatewayId, SiteId, ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

/** Where alarms and events are counted; a condition that is left out leaves all in. */
export interface CountedPlace {
  gateway?: GatewayId | undefined;
  /** Any of these, or of the gateway. */
  drives?: readonly DriveId[] | undefined;
  zones?: readonly ZoneId[] | undefined;
  site?: SiteId | undefined;
}

const AT = `($1::text is null and $2::text[] is null or gateway = $1 or drive = any($2::text[]))
  and ($3::text[] is null or zone = any($3::text[])) and ($4::text is null or site = $4)`;

const placeOf = ({ gateway, drives, zones, site }: CountedPlace): unknown[] => [
  gateway ?? null,
  drives ?? null,
  zones ?? null,
  site ?? null,
];

/**
 * Alarms there whose condition holds, or is not known to have ended; with `unacknowledged`, those that nobody has
 * acknowledged, whether or not the condition still holds. Shelved and suppressed ones count: they are there.
 */
export async function countAlarms(
  tx: Tx,
  place: CountedPlace,
  filter: { unacknowledged: boolean; priorities: readonly number[]; definition: string | undefined },
): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::integer as count from alarm_occurrence where closed_at is null and ${AT}
       and (case when $5 then not acked else active end) and priority = any($6::integer[])
       and ($7::text is null or definition = $7)`,
    [...placeOf(place), filter.unacknowledged, filter.priorities, filter.definition ?? null],
  );
  return rows[0]?.count ?? 0;
}

/**
 * The same at a moment that is over, by what stands of each alarm now: when it was raised, acknowledged, returned
 * and closed. What came back within one occurrence counts as having been there all the time.
 */
export async function countAlarmsAt(
  tx: Tx,
  place: CountedPlace,
  filter: {
    unacknowledged: boolean;
    priorities: readonly number[];
    definition: string | undefined;
    at: Instant;
  },
): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::integer as count from alarm_occurrence,
       lateral (select to_timestamp($8::bigint / 1000.0) as moment) as looked
     where raised_at <= moment and (closed_at is null or closed_at > moment) and ${AT}
       and (case when $5 then coalesce((acknowledgement ->> 'at')::bigint > $8, true)
            else returned_at is null or returned_at > moment end)
       and priority = any($6::integer[]) and ($7::text is null or definition = $7)`,
    [
      ...placeOf(place),
      filter.unacknowledged,
      filter.priorities,
      filter.definition ?? null,
      Math.floor(filter.at),
    ],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Security events there that were seen between `from` and `to`, or that are states and still went on at `to`.
 */
export async function countEvents(
  tx: Tx,
  place: CountedPlace,
  filter: {
    types: readonly string[] | undefined;
    severities: readonly string[];
    from: Instant;
    to: Instant;
  },
): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::integer as count from security_event,
       lateral (select to_timestamp($5::bigint / 1000.0) as since, to_timestamp($8::bigint / 1000.0) as moment) as looked
     where first_seen_at <= moment
       and (last_seen_at >= since or kind = 'state' and (cleared_at is null or cleared_at > moment))
       and ${AT}
       and severity = any($6::text[]) and ($7::text[] is null or type = any($7::text[]))`,
    [
      ...placeOf(place),
      Math.ceil(filter.from),
      filter.severities,
      filter.types ?? null,
      Math.ceil(filter.to),
    ],
  );
  return rows[0]?.count ?? 0;
}
