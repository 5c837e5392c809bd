import { audienceOf } from '../../domain/access/visibility';
import { INSTALLATION, UNPLACED, zoneSubject, type Subject } from '../../domain/access/subject';
import type { Actor } from '../../domain/access/roles';
import { DomainError } from '../../domain/errors';
import type { Plant } from '../../domain/plant/model';

/** Zones whose alarms the actor may see; '' stands for what has none, which is of the whole plant. */
export function alarmZonesOf(actor: Actor, plant: Plant): string[] {
  const { zones, everything } = audienceOf(actor, plant);
  return everything ? [...zones, ''] : [...zones];
}

/** What an act upon an alarm of that zone is done to. Throws `not-found` for what the actor may not see. */
export function alarmSubject(actor: Actor, plant: Plant, zone: string | undefined): Subject {
  if (zone === undefined || !alarmZonesOf(actor, plant).includes(zone)) {
    throw new DomainError('not-found', 'There is no such alarm, or you may not see it.');
  }
  if (zone === '') return INSTALLATION;
  const found = plant.zones.find(({ id }) => id === zone);
  return found === undefined ? UNPLACED : zoneSubject(found);
}
