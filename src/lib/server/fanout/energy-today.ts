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
    const zones = new Map(plant.zones.map((zone) => [zone.id, zone.site]));
    try {
      for (const site of plant.sites) {
        const midnight = startOfLocalDay(now, site.timeZone);
        const wanted = plant.drives
          .filter((drive) => zones.get(drive.zone) === site.id)
          .filter(({ key }) => this.#starts.get(key)?.midnight !== midnight)
          .filter(({ id }) => !Number.isNaN(image.get(id)?.values[ENERGY] ?? NaN))
          .map((drive) => drive.key);
        if (wanted.length === 0) continue;
        const found = await this.db.read((tx) => readFirstEnergy(tx, wanted, midnight));
        for (const key of wanted) this.#starts.delete(key);
        for (const [key, kwh] of found) this.#starts.set(key, { midnight, kwh });
      }
    } catch (error) {
      this.log.debug({ err: error }, 'energy counters of midnight not read');
    }
  }

  /** Energy in kWh; undefined where the day's first counter or the present one is not known. */
  of(live: LiveDrive): number | undefined {
    const start = this.#starts.get(live.drive.key);
    const kwh = (live.values[ENERGY] ?? NaN) - (start?.kwh ?? NaN);
    return kwh >= 0 ? kwh : undefined;
  }
}
