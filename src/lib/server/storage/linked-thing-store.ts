import type { AlarmId, IncidentId, SecurityEventId, SiteId, ZoneId } from '../../domain/ids';
import type { Tx } from './database';

const TABLES = { event: 'security_event', alarm: 'alarm_occurrence' } as const;
type LinkedThing = keyof typeof TABLES;

/** Notes in the rows of events which incident they belong to; one that is noted stays. */
export async function markEvents(
  tx: Tx,
  ids: readonly SecurityEventId[],
  incident: IncidentId,
): Promise<void> {
  await tx.client.query(
    'update security_event set incident = $1 where id = any($2::bigint[]) and incident is null',
    [incident, ids],
  );
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
