import { bigint, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { IncidentSignal } from '../../../domain/incidents/signal';

/** A signal that opened nothing and may yet belong to what opens next. */
export const incidentPending = pgTable(
  'incident_pending',
  {
    rule: text().notNull(),
    group: text('group_key').notNull(),
    kind: text().$type<IncidentSignal['kind']>().notNull(),
    ref: bigint({ mode: 'number' }).notNull(),
    atMs: bigint('at_ms', { mode: 'number' }).notNull(),
    signal: jsonb().$type<IncidentSignal>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.rule, t.group, t.kind, t.ref] }), index('incident_pending_at').on(t.atMs)],
);
