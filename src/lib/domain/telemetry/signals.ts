/**
 * What a signal is stored as: `real` loses nothing that a drive measures, `word` keeps every bit,
 * `counter` keeps every unit of a number that only grows.
 */
export type SignalKind = 'real' | 'word' | 'counter';

interface SignalDefinition {
  label: string;
  unit: string;
  kind: SignalKind;
  /** Bounds beyond which a value is not believable, for plausibility only; never for protection. */
  plausible: readonly [low: number, high: number];
  /** Digits after the point where it is read. */
  digits: number;
}

/**
 * The canonical signals and their units (reference: drives, section 2). The order is the order of
 * columns, roll-up arrays and frames: append, never insert.
 */
export const SIGNALS = {
  output_frequency_hz: {
    label: 'Output frequency',
    unit: 'Hz',
    kind: 'real',
    plausible: [-599, 599],
    digits: 1,
  },
  motor_speed_rpm: { label: 'Speed', unit: 'rpm', kind: 'real', plausible: [-40_000, 40_000], digits: 0 },
  motor_current_a: { label: 'Motor current', unit: 'A', kind: 'real', plausible: [0, 5_000], digits: 1 },
  motor_torque_pct: { label: 'Torque', unit: '%', kind: 'real', plausible: [-400, 400], digits: 0 },
  motor_power_kw: { label: 'Power', unit: 'kW', kind: 'real', plausible: [-6_000, 6_000], digits: 1 },
  motor_voltage_v: { label: 'Motor voltage', unit: 'V', kind: 'real', plausible: [0, 760], digits: 0 },
  dc_link_v: { label: 'DC link', unit: 'V', kind: 'real', plausible: [0, 1_300], digits: 0 },
  heatsink_temp_c: { label: 'Heatsink', unit: '°C', kind: 'real', plausible: [-40, 130], digits: 0 },
  control_card_temp_c: { label: 'Control card', unit: '°C', kind: 'real', plausible: [-40, 110], digits: 0 },
  motor_thermal_pct: { label: 'Motor thermal', unit: '%', kind: 'real', plausible: [0, 150], digits: 0 },
  inverter_thermal_pct: {
    label: 'Inverter thermal',
    unit: '%',
    kind: 'real',
    plausible: [0, 150],
    digits: 0,
  },
  energy_kwh: { label: 'Energy', unit: 'kWh', kind: 'counter', plausible: [0, 1e12], digits: 0 },
  operating_hours: { label: 'Operating time', unit: 'h', kind: 'counter', plausible: [0, 1e7], digits: 0 },
  running_hours: { label: 'Running time', unit: 'h', kind: 'counter', plausible: [0, 1e7], digits: 0 },
  power_ups: { label: 'Power-ups', unit: '', kind: 'counter', plausible: [0, 1e9], digits: 0 },
  starts: { label: 'Starts', unit: '', kind: 'counter', plausible: [0, 1e9], digits: 0 },
  status_word: { label: 'Status word', unit: '', kind: 'word', plausible: [0, 0xffff_ffff], digits: 0 },
  control_word: { label: 'Control word', unit: '', kind: 'word', plausible: [0, 0xffff_ffff], digits: 0 },
  alarm_word: { label: 'Alarm word', unit: '', kind: 'word', plausible: [0, 0xffff_ffff], digits: 0 },
  alarm_word_2: { label: 'Alarm word 2', unit: '', kind: 'word', plausible: [0, 0xffff_ffff], digits: 0 },
  warning_word: { label: 'Warning word', unit: '', kind: 'word', plausible: [0, 0xffff_ffff], digits: 0 },
  warning_word_2: { label: 'Warning word 2', unit: '', kind: 'word', plausible: [0, 0xffff_ffff], digits: 0 },
  fault_code: { label: 'Fault code', unit: '', kind: 'word', plausible: [0, 0xffff_ffff], digits: 0 },
  general_status_word: {
    label: 'General status word',
    unit: '',
    kind: 'word',
    plausible: [0, 0xffff_ffff],
    digits: 0,
  },
} as const satisfies Record<string, SignalDefinition>;

export type SignalKey = keyof typeof SIGNALS;

export const SIGNAL_KEYS = Object.keys(SIGNALS) as readonly SignalKey[];
export const SIGNAL_COUNT = SIGNAL_KEYS.length;

/** Position of a signal in columns, arrays and frames. */
export const SIGNAL_INDEX = Object.fromEntries(SIGNAL_KEYS.map((key, i) => [key, i])) as Readonly<
  Record<SignalKey, number>
>;

/** Signals that are measured values: the ones that trends draw and roll-ups summarise. */
export const REAL_SIGNALS = SIGNAL_KEYS.filter((key) => SIGNALS[key].kind === 'real');

const INDEX_BY_NAME: ReadonlyMap<string, number> = new Map(SIGNAL_KEYS.map((key, i) => [key, i]));

/** Position of the signal that has this name, if one has. */
export const signalIndex = (name: string): number | undefined => INDEX_BY_NAME.get(name);

export const isSignalKey = (name: string): name is SignalKey => Object.hasOwn(SIGNALS, name);
