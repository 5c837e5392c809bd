import type { DriveKey } from '../../domain/ids';
import { startOfLocalDay } from '../../domain/plant-day';
import type { Plant } from '../../domain/plant/model';
import { SIGNAL_INDEX } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import type { Logger } from '../log';
import type { Database } from '../storage/database';
import { readFirstEnergy } from '../storage/energy-store';
import type { LiveDrive } from '../plant/live-drive';
import type { ImageSource } from './live-source';

const ENERGY = SIGNAL_INDEX.energy_kwh;

/**
 * What each drive has used since its site's midnight: its counter now, less its first counter of the day.
 * A counter that went back was replaced or reset; of that drive nothing is said until the next day.
 */
export class EnergyToday {
  readonly #starts = new Map<DriveKey, { midnight: Instant; kwh: number }>();

  constructor(
    private readonly db: Database,
    private readonly log: Logger,
  ) {}

  /** Reads the counters of midnight that are not known yet; run it about once a minute. */
  async refresh(plant: Plant, image: ImageSource, now: Instant): Promise<void> {
    try {
      for (const [midnight, wanted] of this.#wanted(plant, image, now)) {
        const found = await this.db.read((tx) => readFirstEnergy(tx, wanted, midnight));
        for (const key of wanted) this.#starts.delete(key);
        for (const [key, kwh] of found) this.#starts.set(key, { midnight, kwh });
      }
    } catch (error) {
      this.log.debug({ err: error }, 'energy counters of midnight not read');
    }
  }

  /** By their midnight, the drives that have a counter now and whose counter then is not known. */
  #wanted(plant: Plant, image: ImageSource, now: Instant): ReadonlyMap<Instant, DriveKey[]> {
    const midnights = new Map(plant.sites.map(({ id, timeZone }) => [id, startOfLocalDay(now, timeZone)]));
    const midnightOf = new Map(plant.zones.map(({ id, site }) => [id, midnights.get(site)]));
    const wanted = new Map<Instant, DriveKey[]>();
    for (const { drive, values } of image.drives()) {
      const midnight = midnightOf.get(drive.zone);
      if (midnight === undefined || this.#starts.get(drive.key)?.midnight === midnight) continue;
      if (Number.isNaN(values[ENERGY] ?? NaN)) continue;
      const others = wanted.get(midnight);
      if (others === undefined) wanted.set(midnight, [drive.key]);
      else others.push(drive.key);
    }
    return wanted;
  }

  /** Energy in kWh; undefined where the day's first counter or the present one is not known. */
  of(live: LiveDrive): number | undefined {
    const start = this.#starts.get(live.drive.key);
    const kwh = (live.values[ENERGY] ?? NaN) - (start?.kwh ?? NaN);
    return kwh >= 0 ? kwh : undefined;
  }
}
