import { and, count, desc, eq, inArray, isNull, lt, or, type SQL } from 'drizzle-orm';
import type { Audience } from '../../domain/access/visibility';
import type { IncidentId, PersonId, SiteId, ZoneId } from '../../domain/ids';
import type { IncidentSeverity } from '../../domain/incidents/severity';
import type { IncidentSnapshot, IncidentView } from '../../protocol/incidents';
import type { Tx } from './database';
import { incidentViewOf } from './incident-store';
import { incident } from './schema/incident';

/** Whose incidents somebody may see: those of these zones, of whole sites, and of what has no place. */
export type IncidentReach = Pick<Audience, 'zones' | 'sites' | 'everything'>;

export interface IncidentFilter {
  state: 'open' | 'closed' | 'all';
  severity?: IncidentSeverity | undefined;
  site?: SiteId | undefined;
  zone?: ZoneId | undefined;
  assignee?: PersonId | undefined;
  /** Only incidents older than this number. */
  before?: IncidentId | undefined;
}

/** Most incidents that a page is given when it connects. */
const IN_SNAPSHOT = 200;

/** Incidents within reach, newest first. */
export async function selectIncidents(
  tx: Tx,
  reach: IncidentReach,
  { state, severity, site, zone, assignee, before }: IncidentFilter,
  limit: number,
): Promise<IncidentView[]> {
  const conditions: (SQL | undefined)[] = [
    withinReach(reach),
    state === 'all' ? undefined : eq(incident.isOpen, state === 'open'),
    severity === undefined ? undefined : eq(incident.severity, severity),
    site === undefined ? undefined : eq(incident.site, site),
    zone === undefined ? undefined : eq(incident.zone, zone),
    assignee === undefined ? undefined : eq(incident.assignee, assignee),
    before === undefined ? undefined : lt(incident.id, before),
  ];
  const rows = await tx.orm
    .select({ id: incident.id, status: incident.status })
    .from(incident)
    .where(and(...conditions))
    .orderBy(desc(incident.id))
    .limit(limit);
  return rows.map(incidentViewOf);
}

/** Open incidents within reach: how many there are, and the newest of them. */
export async function readIncidentSnapshot(tx: Tx, reach: IncidentReach): Promise<IncidentSnapshot> {
  const [row] = await tx.orm
    .select({ total: count() })
    .from(incident)
    .where(and(eq(incident.isOpen, true), withinReach(reach)));
  return {
    open: await selectIncidents(tx, reach, { state: 'open' }, IN_SNAPSHOT),
    total: row?.total ?? 0,
  };
}

function withinReach({ zones, sites, everything }: IncidentReach): SQL | undefined {
  return or(
    inArray(incident.zone, [...zones]),
    and(isNull(incident.zone), inArray(incident.site, [...sites])),
    everything ? and(isNull(incident.zone), isNull(incident.site)) : undefined,
  );
}
