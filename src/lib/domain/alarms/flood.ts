import type { PositionId, ZoneId } from '../ids';
import { positionId } from '../ids';
import type { Plant, Position } from '../plant/model';
import { MINUTE_MS, type Instant } from '../time';

/** Annunciations of the last ten minutes decide; begun above the first number, ended below the second. */
export const FLOOD_WINDOW_MS = 10 * MINUTE_MS;
export const FLOOD_BEGINS_ABOVE = 10;
export const FLOOD_ENDS_BELOW = 5;

/** Whether there is a flood, given whether there was one and how many annunciations the window holds. */
export const floodAfter = (isFlood: boolean, annunciations: number): boolean =>
  isFlood ? annunciations >= FLOOD_ENDS_BELOW : annunciations > FLOOD_BEGINS_ABOVE;

/** Those of the given moments, in rising order, that lie within the window that ends now. */
export const withinFloodWindow = (times: readonly Instant[], now: Instant): Instant[] =>
  times.filter((at) => at > now - FLOOD_WINDOW_MS && at <= now);

/** Stands in where the plant file names no operator position: one for everything. */
const ONLY_POSITION: PositionId = positionId.parse('control-room');

/** The operator positions of a plant: those of its file, or one that spans everything. */
export function operatorPositions(plant: Pick<Plant, 'positions' | 'zones'>): readonly Position[] {
  if (plant.positions.length > 0) return plant.positions;
  return [{ id: ONLY_POSITION, name: 'Control room', zones: plant.zones.map((zone) => zone.id) }];
}

/** Positions that an alarm of that zone is annunciated at; one without a zone concerns all of them. */
export const positionsOf = (
  plant: Pick<Plant, 'positions' | 'zones'>,
  zone: ZoneId | null,
): readonly PositionId[] =>
  operatorPositions(plant)
    .filter(({ zones }) => zone === null || zones.includes(zone))
    .map(({ id }) => id);
