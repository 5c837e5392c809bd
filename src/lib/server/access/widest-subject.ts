import type { Action } from '../../domain/access/actions';
import { can } from '../../domain/access/can';
import { INSTALLATION, siteSubject, zoneSubject, type Subject } from '../../domain/access/subject';
import { audienceOf } from '../../domain/access/visibility';
import type { CommandContext } from './command';

/**
 * The widest part of the plant where the actor may do this: the whole, else a site, else a zone. For acts upon
 * what belongs to no place, which whoever may do them somewhere may do.
 */
export function widestSubject(
  { actor, plant }: Pick<CommandContext, 'actor' | 'plant'>,
  action: Action,
): Subject {
  if (can(actor, action, INSTALLATION).allowed) return INSTALLATION;
  const site = plant.sites.find((one) => can(actor, action, siteSubject(one)).allowed);
  if (site !== undefined) return siteSubject(site);
  const zones = audienceOf(actor, plant, action).zones;
  const zone = plant.zones.find(({ id }) => zones.has(id));
  return zone === undefined ? INSTALLATION : zoneSubject(zone);
}
