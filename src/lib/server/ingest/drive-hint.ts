import type { RatedData } from '../../domain/plant/model';
import { recogniseFamily } from '../../domain/plant/recognise';
import type { JsonValue } from './dialects/thin-edge/json';
import { isObject } from './dialects/thin-edge/json';

/** What a gateway says of one of its drives; a plant file knows better, so it only helps discovered ones. */
export interface DriveHint {
  name: string | undefined;
  /** Free text that names the type and, where the gateway says it at all, the family. */
  model: string | undefined;
  firmware: string | undefined;
  serial: string | undefined;
  rated: RatedData;
  /** The device says of itself that it is simulated. */
  simulated: boolean | undefined;
}

/** Name-plate data as the `drive` property of a device states it. */
const RATED = {
  powerKw: 'rated_kw',
  currentA: 'rated_a',
  voltageV: 'rated_v',
  frequencyHz: 'rated_hz',
  speedRpm: 'rated_rpm',
  mainsV: 'mains_v',
} as const satisfies Record<keyof RatedData, string>;

/** Twin property in which gateways describe a drive. */
export const DRIVE_TWIN = 'drive';

/** Puts together what registration and twin say. */
export function driveHint(
  registered: { name: string | undefined; deviceType: string | undefined },
  twin: JsonValue | undefined,
): DriveHint {
  const facts = isObject(twin) ? twin : {};
  const text = (key: string): string | undefined => {
    const value = facts[key];
    return typeof value === 'string' && value !== '' ? value.slice(0, 120) : undefined;
  };
  return {
    name: registered.name,
    model: modelOf(text('model'), text('family'), registered.deviceType),
    firmware: text('firmware'),
    serial: text('serial'),
    rated: ratedOf(facts),
    simulated: facts['simulated'] === true ? true : undefined,
  };
}

/** The model, with the family before it when only both together tell the family. */
function modelOf(
  model: string | undefined,
  family: string | undefined,
  deviceType: string | undefined,
): string | undefined {
  const candidates = [model, joined(family, model), deviceType, joined(deviceType, model)];
  return candidates.find((text) => namesFamily(text)) ?? model ?? deviceType ?? family;
}

const joined = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ');

/** Whether a text names a family that we know. */
export const namesFamily = (text: string | undefined): boolean =>
  text !== undefined && recogniseFamily(text) !== 'unknown';

function ratedOf(facts: Readonly<Record<string, unknown>>): RatedData {
  const rated: RatedData = {};
  for (const [field, key] of Object.entries(RATED) as [keyof RatedData, string][]) {
    const value = facts[key];
    if (typeof value === 'number' && value > 0 && value < 1e9) rated[field] = value;
  }
  return rated;
}
