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

/** What decides which signals a drive's page shows. */
interface SignalChoice {
  /** Signals that the plant file expects; empty when it names none. */
  expected: readonly string[];
  /** Signals that have arrived since the server started. */
  arrived: readonly SignalKey[];
}

/** What is expected or, where nothing is named, what has arrived; before anything did, every candidate. */
function chosen(from: readonly SignalKey[], { expected, arrived }: SignalChoice, most: number): SignalKey[] {
  const isChosen = (signal: SignalKey): boolean =>
    expected.length > 0 ? expected.includes(signal) : arrived.length === 0 || arrived.includes(signal);
  return from.filter(isChosen).slice(0, most);
}

/** Signals that a drive's page shows as indicators. */
export const indicatorsOf = (choice: SignalChoice): SignalKey[] =>
  chosen(INDICATORS, choice, MOST_INDICATORS);

/** Signals that its trends draw. */
export const pensOf = (choice: SignalChoice): SignalKey[] => chosen(PENS, choice, PEN_COUNT);

export const isWord = (signal: SignalKey): boolean => SIGNALS[signal].kind === 'word';
