import type { SignalKey } from '../telemetry/signals';
import type { Family } from './families';
import type { RatedData, SignalLimits } from './model';

type Limits = Partial<Record<SignalKey, SignalLimits>>;

/**
 * Display limits that are known for a family and follow from its rated data (reference: drives, section 2,
 * "Known limits"). They draw bands and ticks and protect nothing. What is not known is not drawn: a signal
 * without an entry gets its number and no band.
 */
export function defaultLimits(family: Family, rated: RatedData): Readonly<Limits> {
  const limits: Limits = {
    ...fromRatedData(rated),
    heatsink_temp_c: { range: [0, 100] },
    control_card_temp_c: { range: [0, 100] },
    motor_thermal_pct: { range: [0, 120] },
    inverter_thermal_pct: { range: [0, 120] },
  };
  for (const [signal, own] of Object.entries(ofFamily(family, rated))) {
    limits[signal as SignalKey] = { ...limits[signal as SignalKey], ...own };
  }
  return limits;
}

/** The plant file's own limits over the defaults, field by field. */
export function mergeLimits(
  defaults: Readonly<Record<string, SignalLimits>>,
  own: Readonly<Record<string, SignalLimits>>,
): Readonly<Record<string, SignalLimits>> {
  const names = Object.keys(own);
  if (names.length === 0) return defaults;
  return {
    ...defaults,
    ...Object.fromEntries(names.map((name) => [name, { ...defaults[name], ...own[name] }])),
  };
}

/** Bands from the name plate: typical load of a pump or fan, up to a tenth above rated current and torque. */
function fromRatedData({ powerKw, currentA, voltageV, frequencyHz, speedRpm, mainsV }: RatedData): Limits {
  const limits: Limits = { motor_torque_pct: { normal: [-20, 110], range: [-50, 150] } };
  if (frequencyHz)
    limits.output_frequency_hz = { normal: [0, frequencyHz], range: [0, upTo(frequencyHz, 1.2)] };
  if (speedRpm) limits.motor_speed_rpm = { normal: [0, speedRpm], range: [0, upTo(speedRpm, 1.2)] };
  if (currentA) {
    limits.motor_current_a = {
      h: round(1.1 * currentA),
      normal: [0, currentA],
      range: [0, upTo(currentA, 1.5)],
    };
  }
  if (powerKw) limits.motor_power_kw = { normal: [0, powerKw], range: [0, upTo(powerKw, 1.6)] };
  if (voltageV) limits.motor_voltage_v = { normal: [0, voltageV], range: [0, upTo(voltageV, 1.2)] };
  if (mainsV) limits.dc_link_v = dcLink(mainsV);
  return limits;
}

/** Idle DC link is 1.35 to 1.41 times the mains; below 1.2 or above 1.65 times it is not plausible. */
const dcLink = (mainsV: number): SignalLimits => ({
  l: Math.round(1.2 * mainsV),
  h: Math.round(1.65 * mainsV),
  normal: [Math.round(1.3 * mainsV), Math.round(1.5 * mainsV)],
  range: [0, upTo(mainsV, 2.5)],
});

/** Mains voltages of the class that trip levels are known for. */
const in400VClass = ({ mainsV }: RatedData): boolean =>
  mainsV !== undefined && mainsV >= 380 && mainsV <= 500;

const VLT_COMMON = {
  control_card_temp_c: { hh: 80 },
  motor_thermal_pct: { h: 90, hh: 100 },
  inverter_thermal_pct: { h: 98, hh: 100 },
} as const satisfies Limits;

function ofFamily(family: Family, rated: RatedData): Limits {
  switch (family) {
    case 'vlt-fc-302':
      return in400VClass(rated)
        ? { ...VLT_COMMON, dc_link_v: { ll: 373, l: 410, h: 810, hh: 855 } }
        : VLT_COMMON;
    case 'vlt-fc-102':
    case 'vlt-fc-103':
    case 'vlt-fc-202':
      return VLT_COMMON;
    case 'vacon-nx':
      return {
        heatsink_temp_c: { ll: -10, h: 85, hh: 90, range: [-20, 100] },
        ...(in400VClass(rated) ? { dc_link_v: { ll: 333, hh: 911 } } : {}),
      };
    case 'vacon-100':
    case 'ic2':
    case 'ic7':
    case 'unknown':
      return {};
  }
}

/** End of an indicator: a round number, so that its ticks read well. */
function upTo(rated: number, factor: number): number {
  const top = rated * factor;
  const step = 10 ** Math.floor(Math.log10(top)) / 2;
  return round(Math.ceil(round(top / step)) * step);
}

const round = (value: number): number => Number(value.toPrecision(6));
