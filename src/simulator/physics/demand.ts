import { DAY_MS, type Instant } from '../../lib/domain/time';
import { approach } from './thermal';
import type { Random } from './random';

/** What the process asks of a drive. */
export interface Demand {
  start: boolean;
  /** Reference in parts of rated frequency. */
  reference: number;
}

const RUN_FOR_S = { low: 40 * 60, high: 5 * 3600 } as const;
const REST_FOR_S = { low: 3 * 60, high: 14 * 60 } as const;
/** Standby machines rest longer than they run. */
const STANDBY_FOR_S = { low: 60 * 60, high: 6 * 3600 } as const;
const STANDBY_SHARE = 0.1;
const UNREST_S = 60;

/**
 * The process behind one drive: a base load, the plant's day, an unrest that never settles, and now and
 * then a stop. Depends on the seed and on the moments it is stepped at, and on nothing else.
 */
export class Process {
  readonly #random: Random;
  readonly #base: number;
  readonly #daySwing: number;
  readonly #dayPhase: number;
  readonly #unrestSize: number;
  readonly #standby: boolean;
  #unrest = 0;
  #start: boolean;
  #switchInS: number;

  constructor(random: Random) {
    this.#random = random;
    this.#base = random.range(0.62, 0.86);
    this.#daySwing = random.range(0.02, 0.08);
    this.#dayPhase = random.range(-0.06, 0.06);
    this.#unrestSize = random.range(0.01, 0.03);
    this.#standby = random.chance(STANDBY_SHARE);
    this.#start = !this.#standby;
    // The first stop comes at any time of a run, so that a fleet does not stop together.
    this.#switchInS = this.#nextSwitchS() * random.next();
  }

  step(seconds: number, now: Instant): Demand {
    this.#switchInS -= seconds;
    if (this.#switchInS <= 0) {
      this.#start = !this.#start;
      this.#switchInS = this.#nextSwitchS();
    }
    this.#unrest = approach(this.#unrest, this.#unrestSize * 3 * this.#random.bell(), seconds, UNREST_S);
    const day = Math.sin(2 * Math.PI * ((now % DAY_MS) / DAY_MS + this.#dayPhase - 0.3));
    const reference = this.#base + this.#daySwing * day + this.#unrest;
    return { start: this.#start, reference: Math.max(0.3, Math.min(1, reference)) };
  }

  /** Starts or stops the process now, as when a person takes it out of its schedule. */
  force(start: boolean): void {
    this.#start = start;
    this.#switchInS = this.#nextSwitchS();
  }

  #nextSwitchS(): number {
    const span = this.#start ? RUN_FOR_S : this.#standby ? STANDBY_FOR_S : REST_FOR_S;
    return this.#random.range(span.low, span.high);
  }
}
