import { FAMILY_FACTS, type Family } from '../../../../src/lib/domain/plant/families';
import type { SignalKey } from '../../../../src/lib/domain/telemetry/signals';

/**
 * A number that moves slowly up and down between two ends. Counted in whole steps of its last digit, so that
 * it always has as many characters and can be written over in place.
 */
export interface MovingField {
  key: SignalKey;
  /** Ends in steps: `low` and everything up to `low + span` have the same number of digits. */
  low: number;
  span: number;
  /** Digits after the point. */
  decimals: number;
  /** Steps from one message to the next. Odd, so that no message repeats the number of the one before. */
  pace: number;
}

/** A running 37 kW motor on 400 V. */
export const MOVING_FIELDS: readonly MovingField[] = [
  { key: 'output_frequency_hz', low: 3000, span: 1900, decimals: 2, pace: 13 },
  { key: 'motor_speed_rpm', low: 1000, span: 470, decimals: 0, pace: 3 },
  { key: 'motor_current_a', low: 400, span: 260, decimals: 1, pace: 1 },
  { key: 'motor_torque_pct', low: 500, span: 390, decimals: 1, pace: 3 },
  { key: 'motor_power_kw', low: 2000, span: 1600, decimals: 2, pace: 11 },
  { key: 'motor_voltage_v', low: 3000, span: 900, decimals: 1, pace: 5 },
  { key: 'dc_link_v', low: 5400, span: 300, decimals: 1, pace: 1 },
  { key: 'heatsink_temp_c', low: 400, span: 190, decimals: 1, pace: 1 },
  { key: 'control_card_temp_c', low: 350, span: 90, decimals: 1, pace: 1 },
  { key: 'motor_thermal_pct', low: 500, span: 280, decimals: 1, pace: 1 },
  { key: 'inverter_thermal_pct', low: 400, span: 290, decimals: 1, pace: 1 },
];

/** Where field `f` of a drive stands in its message number `n`: up, then down again. */
export function positionOf(field: MovingField, f: number, drive: number, n: number): number {
  const period = 2 * field.span;
  const phase = (drive * 7_919 + f * 104_729 + n * field.pace) % period;
  return field.low + (phase <= field.span ? phase : period - phase);
}

const WORDS = {
  vlt: 0x0f07,
  'vacon-nx': 0x05a3,
  'vacon-100': 0x00a3,
  profidrive: 0x0737,
  none: 0,
} as const;

/** Status word of a drive that runs at its reference, led by the bus, in the words of its family. */
export const runningWord = (family: Family): number => WORDS[FAMILY_FACTS[family].words];
