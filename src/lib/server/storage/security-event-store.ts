import { and, desc, eq, gte, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { GatewayId, SecurityEventId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { securityEvent } from './schema/security-event';

export type SecurityEventRow = typeof securityEvent.$inferSelect;

/** A row that is not written yet. */
export type NewSecurityEvent = Omit<
  SecurityEventRow,
  'id' | 'revision' | 'alarm' | 'incident' | 'reviewedBy' | 'reviewedAt' | 'reviewNote'
>;

/** What records of one row have in common. */
export type EventName = Pick<SecurityEventRow, 'gateway' | 'drive' | 'type' | 'key'>;

const GIVEN = `jsonb_to_recordset($1::jsonb) as g (id bigint, type text, kind text, severity text, response text,
  gateway text, drive text, site text, zone text, key text, source text, text text, fields jsonb, samples jsonb,
  "seenValues" text[], count integer, "firstSeenAt" bigint, "lastSeenAt" bigint, "sourceTime" bigint,
  historical boolean, origin text, "joinsUntil" bigint, "quietAt" bigint, "clearedAt" bigint, "clearedBy" text)`;

const at = (column: string): string => `to_timestamp(g."${column}" / 1000.0)`;

const INSERT = `
  insert into security_event (type, kind, severity, response, gateway, drive, site, zone, key, source, text,
    fields, samples, seen_values, count, first_seen_at, last_seen_at, source_time, historical, origin,
    joins_until, quiet_at, cleared_at, cleared_by)
  select type, kind, severity, response, gateway, drive, site, zone, key, source, text,
    fields, samples, "seenValues", count, ${at('firstSeenAt')}, ${at('lastSeenAt')}, ${at('sourceTime')},
    historical, origin, ${at('joinsUntil')}, ${at('quietAt')}, ${at('clearedAt')}, "clearedBy"
  from ${GIVEN} returning id`;

/** Writes new rows and returns their ids, in the order given. */
export async function insertSecurityEvents(
  tx: Tx,
  rows: readonly NewSecurityEvent[],
): Promise<SecurityEventId[]> {
  if (rows.length === 0) return [];
  const result = await tx.client.query<{ id: SecurityEventId }>(INSERT, [JSON.stringify(rows)]);
  return result.rows.map(({ id }) => id).sort((a, b) => a - b);
}

/** Locks events in the order of their ids: whoever writes several of them does so first. */
export const lockEvents = (ids: string): string =>
  `select id from security_event where id = any(${ids}::bigint[]) order by id for update`;

/** A row that a person ended meanwhile stays ended. */
const UPDATE = `
  update security_event s set revision = s.revision + 1, severity = g.severity, response = g.response,
    site = g.site, zone = g.zone, origin = g.origin, source = g.source, text = g.text, fields = g.fields, samples = g.samples,
    seen_values = g."seenValues", count = g.count, last_seen_at = ${at('lastSeenAt')},
    source_time = ${at('sourceTime')}, historical = g.historical, quiet_at = ${at('quietAt')},
    cleared_at = coalesce(s.cleared_at, ${at('clearedAt')})
  from ${GIVEN} where s.id = g.id`;

/** Writes rows anew, all but what people and other capabilities wrote into them. */
export async function updateSecurityEvents(
  tx: Tx,
  rows: readonly (NewSecurityEvent & { id: SecurityEventId })[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.client.query(lockEvents('$1'), [rows.map(({ id }) => id)]);
  await tx.client.query(UPDATE, [JSON.stringify(rows)]);
}

/** The rows that a record of these names would join at that moment: states that go on, windows still open. */
export async function findJoinable(
  tx: Tx,
  names: readonly EventName[],
  from: Instant,
): Promise<SecurityEventRow[]> {
  if (names.length === 0) return [];
  const { rows } = await tx.client.query<{ id: SecurityEventId }>(
    `select distinct s.id
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as g (gateway, drive, type, key)
     join security_event s on coalesce(s.gateway, '') = coalesce(g.gateway, '') and s.type = g.type
       and s.key = g.key and s.drive is not distinct from g.drive
     where s.cleared_at is null
       and (s.kind = 'state' or s.joins_until >= to_timestamp($5::bigint / 1000.0))`,
    [
      names.map((n) => n.gateway),
      names.map((n) => n.drive),
      names.map((n) => n.type),
      names.map((n) => n.key),
      from,
    ],
  );
  return readSecurityEvents(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Rows by id, in the order of ids. */
export async function readSecurityEvents(
  tx: Tx,
  ids: readonly SecurityEventId[],
): Promise<SecurityEventRow[]> {
  if (ids.length === 0) return [];
  return tx.orm
    .select()
    .from(securityEvent)
    .where(inArray(securityEvent.id, [...ids]))
    .orderBy(securityEvent.id);
}

/** Rows that still go on and tell of a state of channel a, by gateway and origin. */
export function findByOrigin(
  tx: Tx,
  origins: readonly { gateway: GatewayId; origin: string }[],
): Promise<SecurityEventRow[]> | SecurityEventRow[] {
  if (origins.length === 0) return [];
  return tx.orm
    .select()
    .from(securityEvent)
    .where(
      and(
        isNull(securityEvent.clearedAt),
        inArray(securityEvent.gateway, [...new Set(origins.map((o) => o.gateway))]),
        inArray(securityEvent.origin, [...new Set(origins.map((o) => o.origin))]),
      ),
    )
    .orderBy(securityEvent.id);
}

/** What goes on of these types at these gateways: states, and moments whose alarm has not returned yet. */
export function findOngoing(
  tx: Tx,
  gateways: readonly GatewayId[],
  types: readonly string[],
): Promise<SecurityEventRow[]> | SecurityEventRow[] {
  if (gateways.length === 0 || types.length === 0) return [];
  return tx.orm
    .select()
    .from(securityEvent)
    .where(
      and(
        isNull(securityEvent.clearedAt),
        or(eq(securityEvent.kind, 'state'), isNotNull(securityEvent.quietAt)),
        inArray(securityEvent.type, [...types]),
        inArray(securityEvent.gateway, [...gateways]),
      ),
    )
    .orderBy(securityEvent.id);
}

/** Rows whose quiet time has come, the longest waiting first. */
export const findQuiet = (tx: Tx, now: Instant, most: number): Promise<SecurityEventRow[]> =>
  tx.orm
    .select()
    .from(securityEvent)
    .where(lte(securityEvent.quietAt, now))
    .orderBy(securityEvent.quietAt)
    .limit(most);

/** When the next row becomes quiet; undefined when none will. */
export async function nextQuietAt(tx: Tx): Promise<Instant | undefined> {
  const { rows } = await tx.client.query<{ at: Date | null }>(
    'select min(quiet_at) as at from security_event where quiet_at is not null',
  );
  return rows[0]?.at?.getTime();
}

/** What the rules that look back see of a row. */
export type RecentRow = Pick<
  SecurityEventRow,
  'id' | 'type' | 'fields' | 'count' | 'seenValues' | 'lastSeenAt'
>;

/** Rows of these types that a gateway had since then, at most `most`, the newest. */
export const findRecent = (
  tx: Tx,
  gateway: GatewayId,
  types: readonly string[],
  since: Instant,
  most: number,
): Promise<RecentRow[]> =>
  tx.orm
    .select({
      id: securityEvent.id,
      type: securityEvent.type,
      fields: securityEvent.fields,
      count: securityEvent.count,
      seenValues: securityEvent.seenValues,
      lastSeenAt: securityEvent.lastSeenAt,
    })
    .from(securityEvent)
    .where(
      and(
        eq(securityEvent.gateway, gateway),
        inArray(securityEvent.type, [...types]),
        gte(securityEvent.lastSeenAt, since),
      ),
    )
    .orderBy(desc(securityEvent.lastSeenAt))
    .limit(most);

/** An event, and the name of the alarm that it raises or keeps up. */
export interface AlarmLink {
  event: SecurityEventId;
  definition: string;
  gateway: string | null;
  drive: string | null;
  key: string;
}

/** Writes into events the occurrences of the alarms that they raised or keep up. */
export async function linkAlarms(tx: Tx, links: readonly AlarmLink[]): Promise<void> {
  if (links.length === 0) return;
  await tx.client.query(
    `update security_event s set alarm = p.occurrence
     from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
       as g (event, definition, gateway, drive, key)
     join alarm_point p on p.definition = g.definition and p.gateway = g.gateway and p.drive = g.drive
       and p.key = g.key
     where s.id = g.event and s.alarm is distinct from p.occurrence`,
    [
      links.map((link) => link.event),
      links.map((link) => link.definition),
      links.map((link) => link.gateway ?? ''),
      links.map((link) => link.drive ?? ''),
      links.map((link) => link.key),
    ],
  );
}

/** Marks a row as looked at. False when somebody did so before. */
export async function markReviewed(
  tx: Tx,
  id: SecurityEventId,
  review: { by: string; at: Instant; note: string },
): Promise<boolean> {
  const rows = await tx.orm
    .update(securityEvent)
    .set({
      revision: sql`${securityEvent.revision} + 1`,
      reviewedBy: review.by,
      reviewedAt: review.at,
      reviewNote: review.note,
    })
    .where(and(eq(securityEvent.id, id), isNull(securityEvent.reviewedAt)))
    .returning({ id: securityEvent.id });
  return rows.length > 0;
}

/** Puts a row back that this person took out no earlier than `since`, unless that ended it. False when none fits. */
export async function unmarkReviewed(
  tx: Tx,
  id: SecurityEventId,
  { by, since }: { by: string; since: Instant },
): Promise<boolean> {
  const rows = await tx.orm
    .update(securityEvent)
    .set({
      revision: sql`${securityEvent.revision} + 1`,
      reviewedBy: null,
      reviewedAt: null,
      reviewNote: null,
    })
    .where(
      and(
        eq(securityEvent.id, id),
        eq(securityEvent.reviewedBy, by),
        gte(securityEvent.reviewedAt, since),
        isNull(securityEvent.clearedBy),
      ),
    )
    .returning({ id: securityEvent.id });
  return rows.length > 0;
}

/** Marks a state as ended on a person's word; detection does the rest. False when it had ended before. */
export async function endByPerson(
  tx: Tx,
  id: SecurityEventId,
  end: { by: string; at: Instant },
): Promise<boolean> {
  const rows = await tx.orm
    .update(securityEvent)
    .set({ clearedBy: end.by, quietAt: end.at })
    .where(and(eq(securityEvent.id, id), eq(securityEvent.kind, 'state'), isNull(securityEvent.clearedAt)))
    .returning({ id: securityEvent.id });
  return rows.length > 0;
}

/** States of these types that go on although the alarm they raised is closed; marked as ended by whoever reset it. */
export async function findWithClosedAlarm(tx: Tx, types: readonly string[]): Promise<SecurityEventRow[]> {
  const { rows } = await tx.client.query<{ id: SecurityEventId }>(
    `with over as (
       select s.id, o.resetting ->> 'by' as by
       from security_event s join alarm_occurrence o on s.alarm = o.id
       where o.closed_at is not null and s.cleared_at is null and s.kind = 'state' and s.type = any($1::text[])
       order by s.id for update of s
     )
     update security_event s set cleared_by = coalesce(over.by, 'zonewatch') from over where s.id = over.id
     returning s.id`,
    [[...types]],
  );
  return readSecurityEvents(
    tx,
    rows.map(({ id }) => id),
  );
}
