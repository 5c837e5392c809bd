import type { Instant } from '../../domain/time';
import type { Plant } from '../../domain/plant/model';
import type { GatewayHealth } from '../../protocol/down';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Database } from '../storage/database';
import { EnergyToday } from './energy-today';
import type { ImageSource } from './live-source';
import { Moment } from './moment';
import { totalsByZone } from './totals';
import { TotalsHistory } from './totals-history';

interface FiguresOptions {
  image: ImageSource;
  plant: () => Plant;
  gateways: () => readonly GatewayHealth[];
  database: Database;
  clock: Clock;
  log: Logger;
}

/** The plant in figures: counted once a second while somebody looks, else as often as its history needs. */
export class Figures {
  readonly history = new TotalsHistory();
  readonly #energy: EnergyToday;
  #moment: Moment | undefined;

  constructor(private readonly o: FiguresOptions) {
    this.#energy = new EnergyToday(o.database, o.log);
  }

  /** Whether they have to be counted though nobody looks. */
  isDue(now: Instant): boolean {
    return this.history.isDue(now);
  }

  /** Counts anew. */
  take(): Moment {
    const now = this.o.clock.now();
    const plant = this.o.plant();
    const gateways = this.o.gateways();
    const energyToday = this.#energy.of.bind(this.#energy);
    const zones = totalsByZone(plant, { image: this.o.image, gateways, energyToday }, now);
    this.history.record(zones, now);
    return (this.#moment = new Moment(now, plant, zones, gateways));
  }

  /** The last moment while it is younger than this: everybody may connect at once. */
  notOlderThan(ms: number): Moment {
    const isYoung = this.#moment !== undefined && this.o.clock.now() - this.#moment.now < ms;
    return isYoung && this.#moment !== undefined ? this.#moment : this.take();
  }

  /** The plant is another one: what was counted is of the old. */
  forget(): void {
    this.#moment = undefined;
  }

  /** Reads where the day's energy began for drives of which that is not known. */
  refreshEnergy(): Promise<void> {
    return this.#energy.refresh(this.o.plant(), this.o.image, this.o.clock.now());
  }
}
