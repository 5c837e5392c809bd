import type { Random } from './random';

/** What a motor turns. Pumps and fans follow the affinity laws, the others hold their torque. */
export const LOAD_KINDS = ['pump', 'fan', 'compressor', 'conveyor', 'mixer'] as const;
export type LoadKind = (typeof LOAD_KINDS)[number];

/** Torque at rated speed in parts of rated torque, and how far a batch or a valve moves it. */
const TORQUE = {
  pump: { low: 0.72, high: 0.9, wander: 0.006 },
  fan: { low: 0.68, high: 0.88, wander: 0.006 },
  compressor: { low: 0.62, high: 0.78, wander: 0.03 },
  conveyor: { low: 0.4, high: 0.7, wander: 0.06 },
  mixer: { low: 0.5, high: 0.75, wander: 0.04 },
} as const satisfies Record<LoadKind, { low: number; high: number; wander: number }>;

/** Seconds over which the load's own unrest changes. */
const UNREST_S = 45;

/** The driven machine: how much torque it asks for at a speed. */
export class Load {
  readonly kind: LoadKind;
  /** Torque at rated speed, in parts of the motor's rated torque. */
  readonly ratedTorque: number;
  /** Flow at rated speed in m³/h and head in m, for pumps. */
  readonly ratedFlowM3h: number;
  readonly ratedHeadM: number;
  readonly #random: Random;
  #unrest = 0;

  constructor(kind: LoadKind, powerKw: number, random: Random) {
    const { low, high } = TORQUE[kind];
    this.kind = kind;
    this.ratedTorque = random.range(low, high);
    this.ratedHeadM = random.range(18, 45);
    // Hydraulic power [kW] = flow [m³/h] x head [m] x 9.81 / 3600, at a pump efficiency of 0.7.
    this.ratedFlowM3h = (0.7 * powerKw * this.ratedTorque * 3600) / (9.81 * this.ratedHeadM);
    this.#random = random;
  }

  /** Lets the process wander for `seconds`; its bound keeps pumps and fans on the affinity laws. */
  step(seconds: number): void {
    const pull = Math.min(1, seconds / UNREST_S);
    this.#unrest += pull * (TORQUE[this.kind].wander * this.#random.bell() * 2 - this.#unrest);
  }

  /**
   * Torque asked for at `speed` (1 is rated): with the square of speed for pumps and fans, so that power
   * goes with its cube; constant for the others.
   */
  torque(speed: number): number {
    const now = this.ratedTorque * (1 + this.#unrest);
    switch (this.kind) {
      case 'pump':
      case 'fan':
        return now * speed * speed;
      case 'compressor':
      case 'conveyor':
      case 'mixer':
        return speed > 0 ? now : 0;
    }
  }
}
