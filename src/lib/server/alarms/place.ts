import type { AlarmName } from '../../domain/alarms/condition';
import type { Plant } from '../../domain/plant/model';
import { UNPLACED_ZONE } from '../../domain/plant/unplaced';
import type { PointName } from '../storage/alarm-store';

/** Where each gateway and drive of a plant stands; '' for what has no place. */
export interface Places {
  of(name: Pick<AlarmName, 'gateway' | 'drive'>): { site: string; zone: string };
  /** How often a drive is to send, in ms; `undefined` for what is none. */
  intervalMs(drive: string): number | undefined;
}

const NOWHERE = { site: '', zone: '' };
const known = new WeakMap<Plant, Places>();

/** Looked up once per plant, which is replaced as a whole when it changes. */
export function placesOf(plant: Plant): Places {
  const found = known.get(plant) ?? look(plant);
  known.set(plant, found);
  return found;
}

function look(plant: Plant): Places {
  const sites = new Map(plant.zones.map((zone) => [zone.id, zone.site]));
  const gateways = new Map<string, { site: string; zone: string }>(
    plant.gateways.map(({ id, site, zone }) => [id, { site, zone }]),
  );
  const drives = new Map<string, { site: string; zone: string }>(
    plant.drives.map(({ id, zone }) => [id, { site: sites.get(zone) ?? '', zone }]),
  );
  const intervals = new Map<string, number>(
    plant.drives.map(({ id, expectedIntervalMs }) => [id, expectedIntervalMs]),
  );
  const placed = (place: { site: string; zone: string } = NOWHERE) =>
    place.zone === UNPLACED_ZONE.id ? NOWHERE : place;
  return {
    of: ({ gateway, drive }) =>
      placed(
        (drive === null ? undefined : drives.get(drive)) ??
          (gateway === null ? undefined : gateways.get(gateway)),
      ),
    intervalMs: (drive) => intervals.get(drive),
  };
}

/** The name of an alarm as it is stored, with its place in the plant as it is now. */
export const storedName = (name: AlarmName, places: Places): PointName => ({
  definition: name.definition,
  gateway: name.gateway ?? '',
  drive: name.drive ?? '',
  key: name.key,
  ...places.of(name),
});
