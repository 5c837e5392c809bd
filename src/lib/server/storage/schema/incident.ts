import { sql } from 'drizzle-orm';
import { bigint, boolean, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { IncidentId, PersonId, SiteId, ZoneId } from '../../../domain/ids';
import type { IncidentStatus } from '../../../domain/incidents/fold';
import type { IncidentSeverity } from '../../../domain/incidents/severity';

/** An incident as it stands: the sum of its entries, and columns that the database takes out of it for searching. */
export const incident = pgTable('incident', {
  id: bigint({ mode: 'number' }).$type<IncidentId>().primaryKey().generatedAlwaysAsIdentity(),
  status: jsonb().$type<IncidentStatus>().notNull(),
  /** What tells it from others of its rule; null when a person opened it. */
  group: text('group_key'),
  lastSignalMs: bigint('last_signal_ms', { mode: 'number' }),
  rule: text().generatedAlwaysAs(sql`status ->> 'rule'`),
  site: text()
    .$type<SiteId>()
    .generatedAlwaysAs(sql`status ->> 'site'`),
  zone: text()
    .$type<ZoneId>()
    .generatedAlwaysAs(sql`status ->> 'zone'`),
  severity: smallint()
    .$type<IncidentSeverity>()
    .notNull()
    .generatedAlwaysAs(sql`(status ->> 'severity')::smallint`),
  isOpen: boolean('is_open')
    .notNull()
    .generatedAlwaysAs(sql`(status ->> 'closedAt') is null`),
  assignee: text()
    .$type<PersonId>()
    .generatedAlwaysAs(sql`status ->> 'assignee'`),
  claimUntilMs: bigint('claim_until_ms', { mode: 'number' }).generatedAlwaysAs(
    sql`(status -> 'claim' ->> 'until')::bigint`,
  ),
  escalatesMs: bigint('escalates_ms', { mode: 'number' }).generatedAlwaysAs(
    sql`(status ->> 'escalatesAt')::bigint`,
  ),
});
