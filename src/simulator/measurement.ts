import type { Family } from '../lib/domain/plant/families';
import { SIGNAL_INDEX, SIGNALS } from '../lib/domain/telemetry/signals';
import type { SimulatedDrive } from './physics/drive';
import { signalsOf, STEPS_PER_UNIT } from './physics/readings';

interface Field {
  prefix: string;
  index: number;
  steps: number;
}

const fieldsByFamily = new Map<Family, readonly Field[]>();

/** What of the canon a family's message carries, with its JSON made ready once. */
function fieldsOf(family: Family): readonly Field[] {
  const known = fieldsByFamily.get(family);
  if (known) return known;
  const fields = signalsOf(family).map((key) => ({
    prefix: `,"${key}":`,
    index: SIGNAL_INDEX[key],
    steps: STEPS_PER_UNIT[key],
  }));
  fieldsByFamily.set(family, fields);
  return fields;
}

/** Process values of a pump, outside the canon: flow goes with speed, head with its square. */
const PUMP_UNITS = { flow_m3h: 'm³/h', head_m: 'm' } as const;

/**
 * One measurement message of a drive (reference: ingest, section 2.4), measured now and dated `time`.
 * `undefined` when the gateway gets no answer from the drive. Written by hand, because this is what
 * tens of thousands of drives do each second.
 */
export function measurement(drive: SimulatedDrive, time: string): string | undefined {
  const values = drive.measure();
  if (values === undefined) return undefined;
  let json = `{"time":"${time}"`;
  for (const { prefix, index, steps } of fieldsOf(drive.spec.family)) {
    const value = values[index];
    if (value === undefined || Number.isNaN(value)) continue;
    // `+ 0` so that a rounded negative zero is not sent as one.
    json += prefix + String(Math.round(value * steps) / steps + 0);
  }
  if (drive.spec.load === 'pump' && !drive.condition.linkLost) json += pumpValues(drive, values);
  return json + '}';
}

function pumpValues(drive: SimulatedDrive, values: Float64Array): string {
  const speed = (values[SIGNAL_INDEX.motor_speed_rpm] ?? 0) / drive.spec.plate.speedRpm;
  const flow = Math.round(drive.load.ratedFlowM3h * speed * 100) / 100;
  const head = Math.round(drive.load.ratedHeadM * speed * speed * 100) / 100;
  return `,"flow_m3h":${flow},"head_m":${head}`;
}

/** Units of the same message, for the `meta` topic. */
export function measurementMeta(drive: SimulatedDrive): Record<string, { unit: string }> {
  const canon = signalsOf(drive.spec.family).map((key) => [key, { unit: SIGNALS[key].unit }] as const);
  const pump =
    drive.spec.load === 'pump' ? Object.entries(PUMP_UNITS).map(([key, unit]) => [key, { unit }]) : [];
  return Object.fromEntries([...canon, ...pump]);
}
