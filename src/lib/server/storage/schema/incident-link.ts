import { bigint, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { IncidentId } from '../../../domain/ids';
import type { IncidentLink } from '../../../domain/incidents/entry';
import { incident } from './incident';

/** What belongs to which incident; each thing once per incident. */
export const incidentLink = pgTable(
  'incident_link',
  {
    incident: bigint({ mode: 'number' })
      .$type<IncidentId>()
      .notNull()
      .references(() => incident.id),
    kind: text().$type<IncidentLink['kind']>().notNull(),
    /** The id as text, whatever its kind. */
    ref: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.incident, t.kind, t.ref] }), index('incident_link_of').on(t.kind, t.ref)],
);
