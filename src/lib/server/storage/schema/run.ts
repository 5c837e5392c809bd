import { sql } from 'drizzle-orm';
import { bigint, boolean, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { GatewayId, IncidentId, PlaybookId, RunId, SiteId, ZoneId } from '../../../domain/ids';
import type { RunState } from '../../../domain/playbooks/engine/state';
import type { RunMode, RunStatus } from '../../../domain/playbooks/run';
import type { RunView } from '../../../protocol/runs';

/** A run of a playbook as it stands, and columns that the database takes out of it for searching. */
export const run = pgTable('run', {
  id: bigint({ mode: 'number' }).$type<RunId>().primaryKey().generatedAlwaysAsIdentity(),
  state: jsonb().$type<RunState>().notNull(),
  view: jsonb().$type<Omit<RunView, 'id'>>().notNull(),
  playbook: text()
    .$type<PlaybookId>()
    .notNull()
    .generatedAlwaysAs(sql`state -> 'facts' ->> 'playbook'`),
  mode: text()
    .$type<RunMode>()
    .notNull()
    .generatedAlwaysAs(sql`state -> 'facts' ->> 'mode'`),
  status: text()
    .$type<RunStatus>()
    .notNull()
    .generatedAlwaysAs(sql`state ->> 'status'`),
  isOpen: boolean('is_open')
    .notNull()
    .generatedAlwaysAs(sql`(state ->> 'endedAt') is null`),
  isHeld: boolean('is_held')
    .notNull()
    .generatedAlwaysAs(sql`(state ->> 'hold') <> 'none'`),
  site: text()
    .$type<SiteId>()
    .generatedAlwaysAs(sql`state -> 'facts' ->> 'site'`),
  zone: text()
    .$type<ZoneId>()
    .generatedAlwaysAs(sql`state -> 'facts' ->> 'zone'`),
  incident: bigint({ mode: 'number' })
    .$type<IncidentId>()
    .generatedAlwaysAs(sql`(state -> 'facts' ->> 'incident')::bigint`),
  gateway: text()
    .$type<GatewayId>()
    .generatedAlwaysAs(sql`state -> 'facts' ->> 'gateway'`),
});
