import type { EntityTopicId } from '../../../../domain/ids';
import { QUALITIES, type Quality } from '../../../../domain/telemetry/quality';
import { noValues } from '../../../../domain/telemetry/signal-values';
import { signalIndex } from '../../../../domain/telemetry/signals';
import type { Instant } from '../../../../domain/time';
import { reject, type DecodedSample, type Rejected } from './decoded';
import { parseDeviceTime } from './device-time';
import { fitted } from './fitted';
import { isObject, parseObject } from './json';

/** More values than any drive has; a message beyond it is no measurement. */
const MAX_VALUES = 500;
const MAX_FIELD_NAME = 64;
const MAX_REJECTED_NAMES = 16;

const NO_EXTRAS: ReadonlyMap<string, number> = new Map();

interface Reading {
  values: number[];
  /** Made when the first is met: most messages have none. */
  extras: Map<string, number> | undefined;
  rejectedFields: string[];
  /** Of the message, and of them those that are values. */
  fields: number;
  accepted: number;
}

/**
 * A measurement: numbers, or groups of numbers one level deep. As thin-edge itself does, a malformed one is
 * refused as a whole; a field that is merely no number is counted and left out (reference: ingest, 2.4).
 */
export function decodeMeasurement(
  entity: EntityTopicId,
  measurement: string,
  payload: Buffer,
): DecodedSample | Rejected {
  const parsed = parseObject(payload);
  if ('type' in parsed) return parsed;
  const root = parsed.value;
  const reading: Reading = {
    values: noValues(),
    extras: undefined,
    rejectedFields: [],
    fields: 0,
    accepted: 0,
  };
  let time: Instant | undefined;
  let quality: Quality = 'good';
  for (const key of Object.keys(root)) {
    const value = root[key];
    if (key === 'time') {
      time = parseDeviceTime(value);
      if (time === undefined)
        return reject('time', 'The time is neither ISO 8601 with a zone nor unix seconds.');
    } else if (key === 'properties') {
      quality = statedQuality(value);
    } else {
      const problem = isObject(value) ? readGroup(reading, key, value) : readField(reading, key, value);
      if (problem !== undefined) return problem;
      if (reading.fields > MAX_VALUES) return reject('too-many-values', `More than ${MAX_VALUES} values.`);
    }
  }
  if (reading.fields === 0) return reject('empty', 'The measurement holds no value.');
  const { values, extras = NO_EXTRAS, rejectedFields } = reading;
  if (reading.accepted === 0) {
    return reject('no-values', `No field is a number: ${rejectedFields.slice(0, 5).join(', ')}.`);
  }
  return { type: 'sample', entity, measurement, time, quality, values, extras, rejectedFields };
}

function readGroup(reading: Reading, group: string, fields: Record<string, unknown>): Rejected | undefined {
  const keys = Object.keys(fields);
  if (keys.length === 0) return reject('empty-group', 'A group holds no value.');
  if (keys.length > MAX_VALUES) return reject('too-many-values', `More than ${MAX_VALUES} values.`);
  for (const key of keys) {
    const value = fields[key];
    if (isObject(value)) return reject('nesting', 'Groups may be one level deep.');
    const problem = readField(reading, `${group}.${key}`, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function readField(reading: Reading, name: string, value: unknown): Rejected | undefined {
  reading.fields += 1;
  if (Array.isArray(value)) return reject('nesting', 'A value is a list.');
  if (typeof value !== 'number') return refuseField(reading, name);
  // JSON has no NaN, but 1e999 is valid JSON and reads as infinity.
  if (!Number.isFinite(value)) return reject('not-finite', 'A number is too large to be one.');
  const index = signalIndex(name);
  if (index === undefined) {
    if (!isFieldName(name)) return refuseField(reading, name);
    reading.extras ??= new Map();
    reading.extras.set(name, value);
  } else {
    const kept = fitted(index, value);
    if (kept === undefined) return refuseField(reading, name);
    reading.values[index] = kept;
  }
  reading.accepted += 1;
  return undefined;
}

/** The documentation allows letters, digits and `_`, not leading; we allow what can be shown and stored. */
function isFieldName(name: string): boolean {
  if (name === '' || name.length > MAX_FIELD_NAME || name.startsWith('_') || name.includes('._'))
    return false;
  return !/[\u0000-\u001f\u007f]/.test(name) && name.isWellFormed();
}

function refuseField(reading: Reading, name: string): undefined {
  if (reading.rejectedFields.length < MAX_REJECTED_NAMES) {
    reading.rejectedFields.push(name.slice(0, MAX_FIELD_NAME));
  }
}

/** What the device says of its own values in `properties.quality`; `stale` at the source is uncertain here. */
function statedQuality(properties: unknown): Quality {
  const word = isObject(properties) ? properties['quality'] : undefined;
  if (word === 'stale') return 'uncertain';
  return QUALITIES.find((quality) => quality === word) ?? 'good';
}
