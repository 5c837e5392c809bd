import { bigint, doublePrecision, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { IncidentId, PersonId } from '../../../domain/ids';
import type { IncidentChange } from '../../../domain/incidents/entry';
import { instant } from './columns';
import { incident } from './incident';

/** A line of an incident's history: from 1 without gaps, never changed. */
export const incidentEntry = pgTable(
  'incident_entry',
  {
    incident: bigint({ mode: 'number' })
      .$type<IncidentId>()
      .notNull()
      .references(() => incident.id),
    number: integer().notNull(),
    at: instant().notNull(),
    sourceTime: instant('source_time'),
    clockUncertaintyMs: doublePrecision('clock_uncertainty_ms'),
    by: text('by_person').$type<PersonId>(),
    reason: text().notNull(),
    what: jsonb().$type<IncidentChange>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.incident, t.number] })],
);
