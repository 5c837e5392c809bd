import { SECOND_MS } from '../time';

/** What of a drive is looked at for contradictions; NaN or `undefined` where it is not known now. */
export interface Measured {
  isRunning: boolean | undefined;
  /** Safe torque off, as the drive or its gateway says. */
  sto: boolean | undefined;
  powerKw: number;
  ratedPowerKw: number;
  frequencyHz: number;
  currentA: number;
  dcLinkV: number;
  mainsV: number;
  energyKwh: number;
  /** The highest count so far. */
  energyBeforeKwh: number;
}

/** Values that cannot be true together (reference: drives, section 8, `ot.telemetry_implausible`). */
export interface Contradiction {
  /** Tells it from the others of the same drive. */
  id: 'power' | 'no-current' | 'dc-link' | 'energy' | 'torque-off';
  /** True while the values contradict each other; comparisons with NaN never do. */
  holds(measured: Measured): boolean;
  text(measured: Measured): string;
  /** Whether enough is known to say anything. */
  isKnown(measured: Measured): boolean;
  /** Values of different messages may miss each other for a moment; a counter that fell is certain at once. */
  onDelayMs: number;
}

const POWER_MOST = 1.6;
const DC_LEAST = 1.2;
const DC_MOST = 1.65;
/** A motor that turns draws its magnetising current; less than this is none. */
const NO_CURRENT_A = 0.01;
/** Below this a drive may say that it runs and stand still at its minimum. */
const TURNING_HZ = 1;
/** Counters are read in whole units at different moments: one unit back is rounding. */
const COUNTER_STEP_KWH = 1;
const SETTLED_MS = 10 * SECOND_MS;

const shown = (value: number, digits = 0): string => value.toFixed(digits);

export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    id: 'torque-off',
    onDelayMs: 2 * SECOND_MS,
    isKnown: ({ sto, isRunning }) => sto !== undefined && isRunning !== undefined,
    holds: ({ sto, isRunning }) => sto === true && isRunning === true,
    text: () => 'Safe torque off is reported active while the drive reports that it runs',
  },
  {
    id: 'power',
    onDelayMs: SETTLED_MS,
    isKnown: ({ powerKw, ratedPowerKw }) => powerKw + ratedPowerKw > -Infinity,
    holds: ({ powerKw, ratedPowerKw }) => ratedPowerKw > 0 && Math.abs(powerKw) > POWER_MOST * ratedPowerKw,
    text: ({ powerKw, ratedPowerKw }) =>
      `Power ${shown(powerKw, 1)} kW is more than a drive of ${shown(ratedPowerKw, 1)} kW can give`,
  },
  {
    id: 'no-current',
    onDelayMs: SETTLED_MS,
    isKnown: ({ isRunning, frequencyHz, currentA }) =>
      isRunning !== undefined && frequencyHz + currentA > -Infinity,
    holds: ({ isRunning, frequencyHz, currentA }) =>
      isRunning === true && Math.abs(frequencyHz) > TURNING_HZ && Math.abs(currentA) < NO_CURRENT_A,
    text: ({ frequencyHz }) => `The motor is said to run at ${shown(frequencyHz, 1)} Hz without any current`,
  },
  {
    id: 'dc-link',
    onDelayMs: SETTLED_MS,
    isKnown: ({ isRunning, dcLinkV, mainsV }) => isRunning !== undefined && dcLinkV + mainsV > -Infinity,
    holds: ({ isRunning, dcLinkV, mainsV }) =>
      isRunning === true && mainsV > 0 && (dcLinkV < DC_LEAST * mainsV || dcLinkV > DC_MOST * mainsV),
    text: ({ dcLinkV, mainsV }) =>
      `A DC link of ${shown(dcLinkV)} V does not go with a drive that runs on mains of ${shown(mainsV)} V`,
  },
  {
    id: 'energy',
    onDelayMs: 0,
    isKnown: ({ energyKwh, energyBeforeKwh }) => energyKwh + energyBeforeKwh > -Infinity,
    holds: ({ energyKwh, energyBeforeKwh }) => energyKwh < energyBeforeKwh - COUNTER_STEP_KWH,
    text: ({ energyKwh, energyBeforeKwh }) =>
      `The energy counter fell from ${shown(energyBeforeKwh)} to ${shown(energyKwh)} kWh`,
  },
];
