import { FAMILY_FACTS, type Family, type WordLayout } from '../../lib/domain/plant/families';
import { SIGNAL_KEYS, type SignalKey } from '../../lib/domain/telemetry/signals';

const MECHANICS = [
  'output_frequency_hz',
  'motor_speed_rpm',
  'motor_current_a',
  'motor_torque_pct',
  'motor_power_kw',
  'motor_voltage_v',
  'dc_link_v',
  'heatsink_temp_c',
  'motor_thermal_pct',
  'energy_kwh',
  'operating_hours',
  'running_hours',
  'status_word',
  'control_word',
  'fault_code',
] as const satisfies readonly SignalKey[];

const VACON = new Set<SignalKey>([...MECHANICS, 'general_status_word']);

/** What a gateway reads from each family (reference: drives, sections 2 to 5). */
const READ = {
  vlt: new Set<SignalKey>([
    ...MECHANICS,
    'control_card_temp_c',
    'inverter_thermal_pct',
    'power_ups',
    'starts',
    'alarm_word',
    'warning_word',
  ]),
  'vacon-nx': VACON,
  'vacon-100': VACON,
  profidrive: new Set<SignalKey>([
    ...MECHANICS,
    'control_card_temp_c',
    'inverter_thermal_pct',
    'power_ups',
    'starts',
  ]),
  // An old controller behind a few analogue inputs: no words, no counters but one.
  none: new Set<SignalKey>([
    'output_frequency_hz',
    'motor_speed_rpm',
    'motor_current_a',
    'dc_link_v',
    'running_hours',
  ]),
} as const satisfies Record<WordLayout, ReadonlySet<SignalKey>>;

/** Signals that a simulated drive of this family sends, in the order of the canon. */
export const signalsOf = (family: Family): readonly SignalKey[] =>
  SIGNAL_KEYS.filter((key) => READ[FAMILY_FACTS[family].words].has(key));

/** How many steps of a signal make one unit: what is sent is a whole number of such steps. */
export const STEPS_PER_UNIT = {
  output_frequency_hz: 100,
  motor_speed_rpm: 1,
  motor_current_a: 100,
  motor_torque_pct: 10,
  motor_power_kw: 1000,
  motor_voltage_v: 10,
  dc_link_v: 10,
  heatsink_temp_c: 10,
  control_card_temp_c: 10,
  motor_thermal_pct: 10,
  inverter_thermal_pct: 10,
  energy_kwh: 100,
  operating_hours: 100,
  running_hours: 100,
  power_ups: 1,
  starts: 1,
  status_word: 1,
  control_word: 1,
  alarm_word: 1,
  alarm_word_2: 1,
  warning_word: 1,
  warning_word_2: 1,
  fault_code: 1,
  general_status_word: 1,
} as const satisfies Record<SignalKey, number>;
