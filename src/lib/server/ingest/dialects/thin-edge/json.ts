import { isUtf8 } from 'node:buffer';
import { reject, type Rejected } from './decoded';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Deeper than anything thin-edge sends, and far from the depth where storing it would fail. */
const MAX_DEPTH = 16;

/** Text that the database takes: no NUL, no half of a surrogate pair. What is wrong becomes U+FFFD. */
export const cleanText = (text: string, maxLength: number): string => {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text;
  return cut.toWellFormed().replace(/\u0000/g, '\uFFFD');
};

/** Reads a payload as JSON. The bytes are checked to be UTF-8 first, so that nothing is silently replaced. */
export function parseJson(payload: Buffer): { value: unknown } | Rejected {
  if (!isUtf8(payload)) return reject('not-utf8', 'The payload is not UTF-8.');
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return { value };
  } catch {
    return reject('not-json', 'The payload is not JSON, or it is cut off.');
  }
}

/** Reads a payload that must be a JSON object. */
export function parseObject(payload: Buffer): { value: Readonly<Record<string, unknown>> } | Rejected {
  const parsed = parseJson(payload);
  if ('type' in parsed) return parsed;
  return isObject(parsed.value)
    ? { value: parsed.value }
    : reject('not-an-object', 'The payload is JSON but not an object.');
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A copy that can be stored as it is: clean text, finite numbers, bounded depth (the size is bounded by the
 * payload's). Keys such as `__proto__` are data here, so objects are made without a prototype. Returns a
 * rejection when it is nested too deep.
 */
export function storable(value: unknown): { value: JsonValue } | Rejected {
  const copy = copyOf(value, MAX_DEPTH);
  return copy === undefined ? tooDeep() : { value: copy };
}

/** As `storable`, for an object; `without` names keys that are kept elsewhere. */
export function storableObject(
  value: Readonly<Record<string, unknown>>,
  without: ReadonlySet<string>,
): { value: JsonObject } | Rejected {
  const copy = copyOfObject(value, MAX_DEPTH, without);
  return copy === undefined ? tooDeep() : { value: copy };
}

const NOTHING: ReadonlySet<string> = new Set();

function copyOf(value: unknown, depth: number): JsonValue | undefined {
  if (depth < 0) return undefined;
  if (typeof value === 'string') return cleanText(value, value.length);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return copyOfArray(value, depth);
  return isObject(value) ? copyOfObject(value, depth, NOTHING) : null;
}

function copyOfArray(list: readonly unknown[], depth: number): JsonValue[] | undefined {
  const result: JsonValue[] = [];
  for (const item of list) {
    const copy = copyOf(item, depth - 1);
    if (copy === undefined) return undefined;
    result.push(copy);
  }
  return result;
}

function copyOfObject(
  object: Readonly<Record<string, unknown>>,
  depth: number,
  without: ReadonlySet<string>,
): JsonObject | undefined {
  const result: JsonObject = Object.create(null);
  for (const key of Object.keys(object)) {
    if (without.has(key)) continue;
    const copy = copyOf(object[key], depth - 1);
    if (copy === undefined) return undefined;
    result[cleanText(key, key.length)] = copy;
  }
  return result;
}

const tooDeep = (): Rejected => reject('nesting', `The payload is nested deeper than ${MAX_DEPTH} levels.`);
