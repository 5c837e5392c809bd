import type { Actor } from '../../domain/access/roles';
import { audienceOf } from '../../domain/access/visibility';
import type { IncidentId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { IncidentView } from '../../protocol/incidents';
import type { Database } from '../storage/database';
import { selectIncidents, type IncidentFilter } from '../storage/incident-list-store';

/** Incidents that the actor may see, newest first; `next` is where the following page begins. */
export async function listIncidents(
  db: Database,
  actor: Actor,
  plant: Plant,
  filter: IncidentFilter,
  limit: number,
): Promise<{ items: IncidentView[]; next: IncidentId | undefined }> {
  const reach = audienceOf(actor, plant);
  const rows = await db.read((tx) => selectIncidents(tx, reach, filter, limit + 1));
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
}
