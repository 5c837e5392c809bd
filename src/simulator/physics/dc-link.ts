import { approach } from './thermal';
import type { Random } from './random';

/** A loaded rectifier gives between 1.35 and 1.41 times the mains RMS (reference: drives, section 2). */
const IDLE_FACTOR = 1.396;
const SAG_AT_RATED = 0.028;
const MAINS_WANDER = 0.004;
const MAINS_S = 90;
const REGENERATION_RISE = 0.005;

/** Voltage between rectifier and inverter, on mains that wander by half a percent. */
export class DcLink {
  readonly #mainsV: number;
  readonly #random: Random;
  #drift = 0;

  constructor(mainsV: number, random: Random) {
    this.#mainsV = mainsV;
    this.#random = random;
  }

  /** @param load motor input power in parts of rated power; negative while the motor brakes */
  step(seconds: number, load: number): number {
    const target = MAINS_WANDER * Math.max(-1, Math.min(1, this.#random.bell()));
    this.#drift = approach(this.#drift, target, seconds, MAINS_S);
    const sag = load >= 0 ? SAG_AT_RATED * Math.min(load, 1.2) : -REGENERATION_RISE * Math.min(-load, 1);
    return this.#mainsV * (1 + this.#drift) * (IDLE_FACTOR - sag);
  }
}
