import { siteId, zoneId } from '../ids';
import type { Site, Zone } from './model';

/**
 * Where gateways stand that no plant file has placed yet. They are part of the plant as soon as they are
 * enrolled, so that nothing they send is lost; the site exists only while something stands in it.
 */
export const UNPLACED_SITE: Site = { id: siteId.parse('unplaced'), name: 'Not placed yet', timeZone: 'UTC' };

/** The one zone of that site: no target, no owner, never production. */
export const UNPLACED_ZONE: Zone = {
  id: zoneId.parse('unplaced'),
  site: UNPLACED_SITE.id,
  name: 'Not placed yet',
  targetLevels: [0, 0, 0, 0, 0, 0, 0],
  production: false,
  processOwners: [],
  safetyImpact: 'none',
  missionImpact: 'none',
};
