import type { NamePlate } from './name-plate';

/** Share of the rated current that magnetises the motor at rated flux. */
const MAGNETISING = 0.35;
const RATED_EFFICIENCY = 0.92;
/** Part of the rated losses that does not depend on torque (iron, friction). */
const CONSTANT_LOSSES = 0.35;
/** Output voltage at standstill, against the resistance of the winding. */
const BOOST = 0.03;

/** What a motor shows at one operating point. Torque in parts of rated torque, power in kW. */
export interface OperatingPoint {
  speedRpm: number;
  shaftPowerKw: number;
  /** What the motor takes from the drive: shaft power and losses. */
  inputPowerKw: number;
  currentA: number;
  voltageV: number;
}

/** An induction motor on constant volts per hertz, from its name plate alone. */
export class Motor {
  readonly plate: NamePlate;
  readonly polePairs: number;
  readonly ratedTorqueNm: number;
  readonly #ratedSlipRpm: number;
  readonly #ratedLossesKw: number;

  constructor(plate: NamePlate) {
    this.plate = plate;
    this.polePairs = Math.max(1, Math.round((60 * plate.frequencyHz) / plate.speedRpm - 0.05));
    this.ratedTorqueNm = (9550 * plate.powerKw) / plate.speedRpm;
    this.#ratedSlipRpm = Math.max(0, (60 * plate.frequencyHz) / this.polePairs - plate.speedRpm);
    this.#ratedLossesKw = plate.powerKw * (1 / RATED_EFFICIENCY - 1);
  }

  /** Speed at an output frequency: synchronous speed less slip, which grows with torque. */
  speedRpm(frequencyHz: number, torque: number): number {
    return Math.max(0, (60 * frequencyHz) / this.polePairs - this.#ratedSlipRpm * torque);
  }

  /** The operating point at an output frequency and a torque; `torque` 1 is rated. */
  at(frequencyHz: number, torque: number): OperatingPoint {
    const { plate } = this;
    const speedRpm = this.speedRpm(frequencyHz, torque);
    const shaftPowerKw = (torque * this.ratedTorqueNm * speedRpm) / 9550;
    const speed = speedRpm / plate.speedRpm;
    const losses = this.#ratedLossesKw * (CONSTANT_LOSSES * speed + (1 - CONSTANT_LOSSES) * torque * torque);
    const active = Math.sqrt(1 - MAGNETISING * MAGNETISING) * torque;
    return {
      speedRpm,
      shaftPowerKw,
      inputPowerKw: shaftPowerKw + losses,
      currentA: plate.currentA * Math.sqrt(MAGNETISING * MAGNETISING + active * active),
      voltageV: plate.voltageV * Math.min(1, BOOST + (1 - BOOST) * (frequencyHz / plate.frequencyHz)),
    };
  }
}
