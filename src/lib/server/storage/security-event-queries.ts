import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { DriveId, GatewayId, IncidentId, SecurityEventId, SiteId, ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { SecurityEventView } from '../../protocol/security-events';
import type { Tx } from './database';
import { securityEvent } from './schema/security-event';
import type { SecurityEventRow } from './security-event-store';

/** Zones whose events somebody may see, and whether those of what has no place are among them. */
export interface EventReach {
  zones: readonly ZoneId[];
  unplaced: boolean;
}

export interface EventFilter {
  site?: SiteId | undefined;
  zone?: ZoneId | undefined;
  gateway?: GatewayId | undefined;
  drive?: DriveId | undefined;
  incident?: IncidentId | undefined;
  /** A whole type (`net.syn_flood`), or its beginning up to a dot (`net.`). */
  type?: string | undefined;
  severities?: readonly SecurityEventView['severity'][] | undefined;
  response?: SecurityEventView['response'] | undefined;
  /** `open`: states that go on; `closed`: the others; `to-review`: what waits for a look; `reviewed`. */
  state?: 'open' | 'closed' | 'to-review' | 'reviewed' | undefined;
  /** Last seen at this moment or later. */
  from?: Instant | undefined;
  /** Last seen before this moment. */
  to?: Instant | undefined;
  /** Found anywhere in text, key and fields, whatever its case. */
  text?: string | undefined;
}

/** Where a page goes on: behind the row last seen then. */
export interface EventPosition {
  lastSeenAt: Instant;
  id: number;
}

const ordered = [desc(securityEvent.lastSeenAt), desc(securityEvent.id)];

/** Events within reach, newest first. */
export const listSecurityEvents = (
  tx: Tx,
  reach: EventReach,
  filter: EventFilter,
  page: { limit: number; after?: EventPosition | undefined },
): Promise<SecurityEventRow[]> =>
  tx.orm
    .select()
    .from(securityEvent)
    .where(and(...conditions(reach, filter), page.after === undefined ? undefined : olderThan(page.after)))
    .orderBy(...ordered)
    .limit(page.limit);

/** One event within reach. */
export async function readSecurityEvent(
  tx: Tx,
  reach: EventReach,
  id: SecurityEventId,
): Promise<SecurityEventRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(securityEvent)
    .where(and(eq(securityEvent.id, id), ...conditions(reach, {})));
  return row;
}

/** How often a type came, over all, and bucket by bucket of its rows' last time. */
export interface TypeCount {
  type: string;
  rows: number;
  records: number;
  lastSeenAt: Instant;
  buckets: number[];
}

/** Counts per type between `from` and `to`, cut into equal buckets; the most recent type first. */
export async function countTypes(
  tx: Tx,
  reach: EventReach,
  filter: EventFilter & { from: Instant; to: Instant },
  buckets: number,
): Promise<TypeCount[]> {
  const { from, to } = filter;
  const bucket = sql<number>`least(${buckets - 1}, floor((extract(epoch from ${securityEvent.lastSeenAt}) * 1000 - ${from}::bigint)
    * ${buckets}::integer / greatest(1, ${to - from}::bigint)))::integer`;
  const rows = await tx.orm
    .select({
      type: securityEvent.type,
      bucket: bucket.as('bucket'),
      rows: sql<number>`count(*)`.mapWith(Number),
      records: sql<number>`sum(${securityEvent.count})`.mapWith(Number),
      lastSeenAt: sql<Date>`max(${securityEvent.lastSeenAt})`,
    })
    .from(securityEvent)
    .where(and(...conditions(reach, filter)))
    .groupBy(securityEvent.type, sql`2`);
  const types = new Map<string, TypeCount>();
  for (const row of rows) {
    const known = types.get(row.type) ?? {
      type: row.type,
      rows: 0,
      records: 0,
      lastSeenAt: 0,
      buckets: Array.from({ length: buckets }, () => 0),
    };
    known.rows += row.rows;
    known.records += row.records;
    known.lastSeenAt = Math.max(known.lastSeenAt, new Date(row.lastSeenAt).getTime());
    known.buckets[row.bucket] = (known.buckets[row.bucket] ?? 0) + row.records;
    types.set(row.type, known);
  }
  return [...types.values()].sort((a, b) => b.lastSeenAt - a.lastSeenAt);
}

const waitsForReview = and(eq(securityEvent.response, 'review'), isNull(securityEvent.reviewedAt));

/** How many wait for review in each of these zones; those of what has no place count under null. */
export async function countToReview(
  tx: Tx,
  zones: readonly (ZoneId | null)[],
): Promise<Map<ZoneId | null, number>> {
  const named = zones.filter((zone) => zone !== null);
  const within = or(
    named.length === 0 ? undefined : inArray(securityEvent.zone, named),
    zones.includes(null) ? isNull(securityEvent.zone) : undefined,
  );
  if (within === undefined) return new Map();
  const rows = await tx.orm
    .select({ zone: securityEvent.zone, n: sql<number>`count(*)`.mapWith(Number) })
    .from(securityEvent)
    .where(and(waitsForReview, within))
    .groupBy(securityEvent.zone);
  return new Map(rows.map(({ zone, n }) => [zone, n]));
}

function conditions({ zones, unplaced }: EventReach, filter: EventFilter): (SQL | undefined)[] {
  const visible = or(
    zones.length === 0 ? undefined : inArray(securityEvent.zone, [...zones]),
    unplaced ? isNull(securityEvent.zone) : undefined,
  );
  return [
    visible ?? sql`false`,
    filter.site && eq(securityEvent.site, filter.site),
    filter.zone && eq(securityEvent.zone, filter.zone),
    filter.gateway && eq(securityEvent.gateway, filter.gateway),
    filter.drive && eq(securityEvent.drive, filter.drive),
    filter.incident && eq(securityEvent.incident, filter.incident),
    filter.type ? typeIs(filter.type) : undefined,
    filter.severities && inArray(securityEvent.severity, [...filter.severities]),
    filter.response && eq(securityEvent.response, filter.response),
    stateIs(filter.state),
    filter.from === undefined ? undefined : gte(securityEvent.lastSeenAt, filter.from),
    filter.to === undefined ? undefined : lt(securityEvent.lastSeenAt, filter.to),
    filter.text ? holds(filter.text) : undefined,
  ];
}

const typeIs = (type: string): SQL =>
  type.endsWith('.') ? sql`starts_with(${securityEvent.type}, ${type})` : eq(securityEvent.type, type);

function stateIs(state: EventFilter['state']): SQL | undefined {
  const goesOn = and(eq(securityEvent.kind, 'state'), isNull(securityEvent.clearedAt));
  switch (state) {
    case undefined:
      return undefined;
    case 'open':
      return goesOn;
    case 'closed':
      return sql`not (${goesOn})`;
    case 'to-review':
      return waitsForReview;
    case 'reviewed':
      return isNotNull(securityEvent.reviewedAt);
  }
}

/** By position and not by pattern, so that no character of the text means anything. */
const holds = (text: string): SQL =>
  sql`strpos(lower(${securityEvent.text} || ' ' || ${securityEvent.key} || ' ' || ${securityEvent.fields}::text), lower(${text})) > 0`;

const olderThan = ({ lastSeenAt, id }: EventPosition): SQL =>
  sql`(${securityEvent.lastSeenAt}, ${securityEvent.id}) < (to_timestamp(${lastSeenAt}::bigint / 1000.0), ${id}::bigint)`;
