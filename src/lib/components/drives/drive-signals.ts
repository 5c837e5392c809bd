import type { Drive } from '$lib/domain/plant/model';
import { SIGNALS, type SignalKey } from '$lib/domain/telemetry/signals';

/** Indicators of a drive, in order; the first six stand on every screen, eight on wide ones. */
const INDICATORS = [
  'motor_speed_rpm',
  'motor_current_a',
  'motor_torque_pct',
  'dc_link_v',
  'heatsink_temp_c',
  'motor_power_kw',
  'output_frequency_hz',
  'motor_thermal_pct',
  'motor_voltage_v',
  'control_card_temp_c',
  'inverter_thermal_pct',
] as const satisfies readonly SignalKey[];

const PENS = [
  'heatsink_temp_c',
  'motor_current_a',
  'motor_speed_rpm',
  'dc_link_v',
  'output_frequency_hz',
  'motor_torque_pct',
  'motor_power_kw',
  'motor_voltage_v',
] as const satisfies readonly SignalKey[];

const MOST_INDICATORS = 8;
const PEN_COUNT = 4;

/** Whether the plant file expects a signal of a drive; without a list, whatever arrives is expected. */
export const isExpected = ({ signals }: Pick<Drive, 'signals'>, signal: SignalKey): boolean =>
  signals.length === 0 || signals.includes(signal);

/** Signals that a drive's page shows as indicators: those it is expected to send, six to eight of them. */
export const indicatorsOf = (drive: Pick<Drive, 'signals'>): SignalKey[] =>
  INDICATORS.filter((signal) => isExpected(drive, signal)).slice(0, MOST_INDICATORS);

/** Signals that its trends draw. */
export const pensOf = (drive: Pick<Drive, 'signals'>): SignalKey[] =>
  PENS.filter((signal) => isExpected(drive, signal)).slice(0, PEN_COUNT);

export const isWord = (signal: SignalKey): boolean => SIGNALS[signal].kind === 'word';
