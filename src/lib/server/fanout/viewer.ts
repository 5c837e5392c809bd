import { audienceOf, canSeePlaced, type Audience } from '../../domain/access/visibility';
import type { Actor } from '../../domain/access/roles';
import type { Plant } from '../../domain/plant/model';
import type { View } from '../../protocol/views';
import type { StreamAudience } from '../storage/schema/stream-entry';

/** Somebody who looks: what of the plant they may see. Clients with equal `key` see the same of everything. */
export interface Viewer {
  audience: Audience;
  /** Whether news for those who run the whole system is for them; who administers one site is not meant. */
  isAdministrator: boolean;
  key: string;
}

export function viewerOf(actor: Actor, plant: Plant): Viewer {
  const audience = audienceOf(actor, plant);
  const isAdministrator = actor.grants.some(
    ({ role, scope }) => role === 'administrator' && scope.kind === 'plant',
  );
  return { audience, isAdministrator, key: `${audience.key}${isAdministrator ? '!' : ''}` };
}

/** Whether the view exists for this viewer. What may not be seen does not exist. */
export function canWatch(viewer: Viewer, view: View, plant: Plant): boolean {
  switch (view.type) {
    case 'fleet':
      return true;
    case 'site':
      return viewer.audience.sites.has(view.site);
    case 'drive': {
      const drive = plant.drives.find(({ id }) => id === view.drive);
      return drive !== undefined && canSeePlaced(viewer.audience, drive);
    }
    case 'gateway': {
      const gateway = plant.gateways.find(({ id }) => id === view.gateway);
      return gateway !== undefined && canSeePlaced(viewer.audience, gateway);
    }
  }
}

/** Whether an entry of the durable stream is for this viewer. */
export function mayRead(
  viewer: Viewer,
  entry: { zone: string | null; site: string | null; audience: StreamAudience },
): boolean {
  if (entry.audience === 'administrators' && !viewer.isAdministrator) return false;
  if (entry.audience === 'whole-plant' && !viewer.audience.everything) return false;
  const { zones, sites }: { zones: ReadonlySet<string>; sites: ReadonlySet<string> } = viewer.audience;
  if (entry.zone !== null) return zones.has(entry.zone);
  return entry.site === null || sites.has(entry.site);
}
