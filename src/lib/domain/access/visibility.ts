import type { SiteId, ZoneId } from '../ids';
import type { Plant, Zone } from '../plant/model';
import type { Action } from './actions';
import { can } from './can';
import type { Actor } from './roles';
import { INSTALLATION, UNPLACED, zoneSubject } from './subject';

/** What somebody may see. Lists, totals and live rooms count this and nothing else. */
export interface Audience {
  zones: ReadonlySet<ZoneId>;
  /** Sites with at least one visible zone. */
  sites: ReadonlySet<SiteId>;
  /** Whether equipment without a place in the plant file is visible too. */
  unplaced: boolean;
  /** Whether what concerns the whole plant is visible: every zone there is or will be. */
  everything: boolean;
  /** Equal for equal audiences; names their shared live room. */
  key: string;
}

type Zones = Pick<Plant, 'zones'>;

/** The part of the plant in which the actor may do `action`; by default, that they may see. */
export function audienceOf(actor: Actor, plant: Zones, action: Action = 'plant.view'): Audience {
  const unplaced = can(actor, action, UNPLACED).allowed;
  const zones = plant.zones.filter((zone) => can(actor, action, zoneSubject(zone)).allowed);
  const everything = can(actor, action, INSTALLATION).allowed;
  return {
    zones: new Set(zones.map((zone) => zone.id)),
    sites: new Set(zones.map((zone) => zone.site)),
    unplaced,
    everything,
    key: keyOf(zones, unplaced, everything),
  };
}

/** Zones the actor may see. */
export const visibleZones = (actor: Actor, plant: Zones): ReadonlySet<ZoneId> =>
  audienceOf(actor, plant).zones;

/** Name of the actor's audience; people with the same one may share a live room. */
export const audienceKey = (actor: Actor, plant: Zones): string => audienceOf(actor, plant).key;

/** Whether something that stands in `zone` is visible; `null` or `undefined` when it has no place yet. */
export function canSeeZone(audience: Audience, zone: ZoneId | null | undefined): boolean {
  return zone === null || zone === undefined ? audience.unplaced : audience.zones.has(zone);
}

/** Whether a drive or gateway is visible. */
export const canSeePlaced = (
  audience: Audience,
  thing: { readonly zone: ZoneId | null | undefined },
): boolean => canSeeZone(audience, thing.zone);

function keyOf(zones: readonly Zone[], unplaced: boolean, everything: boolean): string {
  const names = zones.map((zone) => zone.id).sort();
  return `${everything ? 'all' : 'part'}${unplaced ? '+' : ''}:${names.join(',')}`;
}
