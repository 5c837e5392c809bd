import { asc, eq, and, gt } from 'drizzle-orm';
import type { AlarmId, DriveId, GatewayId, IncidentId, SecurityEventId } from '../../domain/ids';
import type { IncidentEntry, IncidentLink } from '../../domain/incidents/entry';
import type { IncidentStatus } from '../../domain/incidents/fold';
import type { Instant } from '../../domain/time';
import type { IncidentView } from '../../protocol/incidents';
import type { Tx } from './database';
import { incident } from './schema/incident';
import { incidentEntry } from './schema/incident-entry';
import { incidentLink } from './schema/incident-link';

/** An incident's row without what the database computes of it. */
export interface IncidentRow {
  id: IncidentId;
  status: IncidentStatus;
}

const COLUMNS = { id: incident.id, status: incident.status };

/** The row as everybody sees it; its revision is the number of its newest entry. */
export const incidentViewOf = ({ id, status: { call: _, ...status } }: IncidentRow): IncidentView => ({
  id,
  revision: status.entries,
  ...status,
});

/** Makes the row of an incident; its entries follow in the same transaction. */
export async function insertIncident(
  tx: Tx,
  row: { status: IncidentStatus; group: string | null; lastSignalMs: Instant | null },
): Promise<IncidentId> {
  const [made] = await tx.orm.insert(incident).values(row).returning({ id: incident.id });
  if (made === undefined) throw new Error('an incident got no number');
  return made.id;
}

/** An incident, locked until the transaction ends; undefined when there is none. */
export async function lockIncident(tx: Tx, id: IncidentId): Promise<IncidentRow | undefined> {
  const [row] = await tx.orm.select(COLUMNS).from(incident).where(eq(incident.id, id)).for('update');
  return row;
}

export async function selectIncident(tx: Tx, id: IncidentId): Promise<IncidentRow | undefined> {
  const [row] = await tx.orm.select(COLUMNS).from(incident).where(eq(incident.id, id));
  return row;
}

export async function updateStatus(tx: Tx, { id, status }: IncidentRow): Promise<void> {
  await tx.orm.update(incident).set({ status }).where(eq(incident.id, id));
}

export async function appendEntries(
  tx: Tx,
  id: IncidentId,
  entries: readonly IncidentEntry[],
): Promise<void> {
  await tx.orm.insert(incidentEntry).values(entries.map((entry) => ({ incident: id, ...entry })));
}

/** The history of an incident after that entry, in its order. */
export async function selectEntries(tx: Tx, id: IncidentId, after = 0): Promise<IncidentEntry[]> {
  const rows = await tx.orm
    .select()
    .from(incidentEntry)
    .where(and(eq(incidentEntry.incident, id), gt(incidentEntry.number, after)))
    .orderBy(asc(incidentEntry.number));
  return rows.map(({ incident: _, ...entry }) => entry);
}

const INSERT_LINKS = `
  insert into incident_link (incident, kind, ref)
  select $1::bigint, kind, ref from unnest($2::text[], $3::text[]) as given (kind, ref)
  on conflict do nothing
  returning kind, ref`;

/** Links things to an incident; returns those that were not linked before, in the order given. */
export async function insertLinks(
  tx: Tx,
  id: IncidentId,
  links: readonly IncidentLink[],
): Promise<IncidentLink[]> {
  if (links.length === 0) return [];
  const { rows } = await tx.client.query<{ kind: string; ref: string }>(INSERT_LINKS, [
    id,
    links.map(({ kind }) => kind),
    links.map((link) => String(link.id)),
  ]);
  const fresh = new Set(rows.map(({ kind, ref }) => `${kind} ${ref}`));
  // `delete` tells whether it was there, so that what is given twice is linked once.
  return links.filter((link) => fresh.delete(`${link.kind} ${link.id}`));
}

export async function selectLinks(tx: Tx, id: IncidentId): Promise<IncidentLink[]> {
  const rows = await tx.orm.select().from(incidentLink).where(eq(incidentLink.incident, id));
  return rows.map(linkOf);
}

// Ids were checked when they were written; the column cannot say which of the brands it holds.
function linkOf({ kind, ref }: { kind: IncidentLink['kind']; ref: string }): IncidentLink {
  switch (kind) {
    case 'alarm':
      return { kind, id: Number(ref) as AlarmId };
    case 'event':
      return { kind, id: Number(ref) as SecurityEventId };
    case 'drive':
      return { kind, id: ref as DriveId };
    case 'gateway':
      return { kind, id: ref as GatewayId };
  }
}
