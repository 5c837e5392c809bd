import type { Actor } from '../../domain/access/roles';
import { audienceOf } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import type { SiteId, ZoneId } from '../../domain/ids';
import type { Plant, Zone } from '../../domain/plant/model';
import type { TrendPlaces } from '../storage/incident-trend-store';

/** The whole plant, a site of it or a zone. */
export interface TrendScope {
  site?: SiteId | undefined;
  zone?: ZoneId | undefined;
}

/**
 * Zones of the scope that the actor may see, and where what has no zone of its own belongs to it.
 * @throws DomainError `not-found` for a scope of which they may see nothing
 */
export function scopeOf(
  actor: Actor,
  plant: Plant,
  { site, zone }: TrendScope,
): { zones: Zone[]; places: TrendPlaces } {
  const seen = audienceOf(actor, plant);
  const zones = plant.zones.filter(
    ({ id, site: own }) =>
      seen.zones.has(id) && (site === undefined || own === site) && (zone === undefined || id === zone),
  );
  if (zone !== undefined && zones.length === 0) throw new DomainError('not-found', 'There is no such zone.');
  if (site !== undefined && zones.length === 0) throw new DomainError('not-found', 'There is no such site.');
  return {
    zones,
    places: {
      zones: zones.map(({ id }) => id),
      sites: zone === undefined ? [...new Set(zones.map((one) => one.site))] : [],
      unplaced: seen.everything && site === undefined && zone === undefined,
    },
  };
}
