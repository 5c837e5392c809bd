import type { Action } from '../../domain/access/actions';
import type { Actor } from '../../domain/access/roles';
import { audienceOf } from '../../domain/access/visibility';
import type { ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';

/** Where somebody may do something, as pages need it to offer only that. The server decides again when it is done. */
export function reachOf(
  actor: Actor,
  plant: Pick<Plant, 'zones'>,
  action: Action,
): { zones: readonly ZoneId[]; unplaced: boolean } {
  const { zones, unplaced } = audienceOf(actor, plant, action);
  return { zones: [...zones], unplaced };
}
