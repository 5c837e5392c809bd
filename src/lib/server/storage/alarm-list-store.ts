import { BUCKETS } from '../../domain/alarms/buckets';
import type { AlarmKind } from '../../domain/alarms/definition';
import type { AlarmListName, PlaceInList } from '../../domain/alarms/lists';
import type { Priority } from '../../domain/alarms/priority';
import type { Instant } from '../../domain/time';
import type { AlarmView } from '../../protocol/alarms';
import { readAlarmViews } from './alarm-view';
import type { Tx } from './database';

export interface AlarmFilter {
  list: AlarmListName;
  priority?: Priority | undefined;
  site?: string | undefined;
  gateway?: string | undefined;
  drive?: string | undefined;
  definition?: string | undefined;
  kind?: AlarmKind | undefined;
  /** Part of title, text or key, in any case. */
  text?: string | undefined;
  /** Raised from, and before. */
  from?: Instant | undefined;
  to?: Instant | undefined;
}

const BUCKETS_OF: Readonly<Record<AlarmListName, string>> = {
  open: `bucket between ${BUCKETS.unacknowledged} and ${BUCKETS.returned}`,
  shelved: `bucket = ${BUCKETS.shelved}`,
  suppressed: `bucket = ${BUCKETS.suppressed}`,
  'out-of-service': `bucket = ${BUCKETS['out-of-service']}`,
  closed: `bucket = ${BUCKETS.none}`,
};

interface PlaceRow {
  id: number;
  bucket: number;
  priority: number;
  raised_at: Date;
}

/**
 * A page of alarms of these zones ('' is the zone of what has none), in the list's own order; what is over by
 * age alone. Each zone is asked for its own first ones, so that the page costs the same however many alarms
 * there are. `last` is where the next page begins; `undefined` at the end.
 */
export async function readAlarmPage(
  tx: Tx,
  zones: readonly string[],
  filter: AlarmFilter,
  { limit, after }: { limit: number; after?: PlaceInList | undefined },
  now: Instant,
): Promise<{ alarms: AlarmView[]; last: PlaceInList | undefined }> {
  const values: unknown[] = [[...zones], limit + 1];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const isClosed = filter.list === 'closed';
  const order = isClosed ? 'raised_at desc, id desc' : 'bucket, priority, raised_at desc, id desc';
  const conditions = [
    BUCKETS_OF[filter.list],
    // As the index of what is listed says it.
    ...(isClosed ? [] : ['bucket > 0']),
    ...conditionsOf(filter, put),
    ...(after === undefined ? [] : [isAfter(after, isClosed, put)]),
  ];
  const { rows } = await tx.client.query<PlaceRow>(
    `select page.* from unnest($1::text[]) as z (zone) cross join lateral (
       select id, bucket, priority, raised_at from alarm_occurrence
       where zone = z.zone and ${conditions.join(' and ')}
       order by ${order} limit $2) page
     order by ${order} limit $2`,
    values,
  );
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  return {
    alarms: await readAlarmViews(
      tx,
      page.map(({ id }) => id),
      now,
    ),
    last:
      rows.length <= limit || end === undefined
        ? undefined
        : { bucket: end.bucket, priority: end.priority, raisedAt: end.raised_at.getTime(), id: end.id },
  };
}

/** The first alarms that call for attention, in the list's own order. */
export async function readFirstAlarms(
  tx: Tx,
  zones: readonly string[],
  limit: number,
  now: Instant,
): Promise<AlarmView[]> {
  return (await readAlarmPage(tx, zones, { list: 'open' }, { limit }, now)).alarms;
}

function conditionsOf(filter: AlarmFilter, put: (value: unknown) => string): string[] {
  const conditions: string[] = [];
  for (const column of ['priority', 'site', 'gateway', 'drive', 'definition', 'kind'] as const) {
    const value = filter[column];
    if (value !== undefined) conditions.push(`${column} = ${put(value)}`);
  }
  if (filter.text !== undefined && filter.text !== '') {
    const like = put(`%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`);
    conditions.push(
      `(title ilike ${like} or text ilike ${like} or key ilike ${like} or drive ilike ${like})`,
    );
  }
  if (filter.from !== undefined) conditions.push(`raised_at >= ${put(new Date(filter.from).toISOString())}`);
  if (filter.to !== undefined) conditions.push(`raised_at < ${put(new Date(filter.to).toISOString())}`);
  return conditions;
}

function isAfter(
  { bucket, priority, raisedAt, id }: PlaceInList,
  isClosed: boolean,
  put: (value: unknown) => string,
): string {
  const older = `(raised_at, id) < (${put(new Date(raisedAt).toISOString())}::timestamptz, ${put(id)}::bigint)`;
  if (isClosed) return older;
  const [b, p] = [put(bucket), put(priority)];
  return `((bucket, priority) > (${b}::smallint, ${p}::smallint) or ((bucket, priority) = (${b}::smallint, ${p}::smallint) and ${older}))`;
}
