import type { AlarmId, IncidentId, SecurityEventId, SiteId, ZoneId } from '../../domain/ids';
import type { IncidentLink } from '../../domain/incidents/entry';
import type { Tx } from './database';
import { lockEvents } from './security-event-store';

const TABLES = { event: 'security_event', alarm: 'alarm_occurrence' } as const;
type LinkedThing = keyof typeof TABLES;

/** Notes in the rows of events which incident they belong to; one that is noted stays. Locked in the order of ids. */
export async function markEvents(
  tx: Tx,
  ids: readonly SecurityEventId[],
  incident: IncidentId,
): Promise<void> {
  await tx.client.query(
    `update security_event s set incident = $1
     from (${lockEvents('$2')}) locked where s.id = locked.id and s.incident is null`,
    [incident, ids],
  );
}

/**
 * Links of open incidents whose alarm or event does not say so: it was to be noted when the program ended. An alarm
 * of several incidents says one of them.
 */
export async function unmarkedLinks(
  tx: Tx,
): Promise<ReadonlyMap<IncidentId, Extract<IncidentLink, { kind: LinkedThing }>[]>> {
  const { rows } = await tx.client.query<{ incident: IncidentId; kind: LinkedThing; id: number }>(
    `select l.incident, l.kind, l.ref::bigint as id
     from incident i join incident_link l on l.incident = i.id and l.kind in ('alarm', 'event')
     where i.is_open and exists (
       select from alarm_occurrence o where l.kind = 'alarm' and o.id = l.ref::bigint and o.incident is null
       union all
       select from security_event s where l.kind = 'event' and s.id = l.ref::bigint and s.incident is null)
     order by l.incident`,
  );
  const links = new Map<IncidentId, Extract<IncidentLink, { kind: LinkedThing }>[]>();
  for (const { incident, kind, id } of rows) {
    const link = kind === 'alarm' ? { kind, id: id as AlarmId } : { kind, id: id as SecurityEventId };
    links.set(incident, [...(links.get(incident) ?? []), link]);
  }
  return links;
}

/** Where events or alarms lie; those that do not exist are missing. */
export async function placesOfLinked(
  tx: Tx,
  kind: LinkedThing,
  ids: readonly number[],
): Promise<ReadonlyMap<number, { site: SiteId | null; zone: ZoneId | null }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.client.query<{ id: number; site: SiteId | null; zone: ZoneId | null }>(
    `select id, nullif(site, '') as site, nullif(zone, '') as zone from ${TABLES[kind]} where id = any($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}

/** Those of the alarms that belong to an incident already. */
export async function alarmsOfIncidents(tx: Tx, ids: readonly AlarmId[]): Promise<ReadonlySet<AlarmId>> {
  const { rows } = await tx.client.query<{ id: AlarmId }>(
    'select id from alarm_occurrence where id = any($1::bigint[]) and incident is not null',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
