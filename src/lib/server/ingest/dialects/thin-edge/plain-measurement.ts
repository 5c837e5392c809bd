import type { EntityTopicId } from '../../../../domain/ids';
import { noValues } from '../../../../domain/telemetry/signal-values';
import { SIGNAL_COUNT, SIGNAL_KEYS, signalIndex } from '../../../../domain/telemetry/signals';
import type { Instant } from '../../../../domain/time';
import type { DecodedSample } from './decoded';
import { parseDeviceTime } from './device-time';
import { fitted } from './fitted';

/** Digits that a double holds exactly, and so does a power of ten up to this many zeros: their quotient is right. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);
/** A time of more characters is none. */
const LONGEST_TIME = 40;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Names that are read here: signals by their position, then `time`. */
const TIME = SIGNAL_COUNT;
const NAMES = [...SIGNAL_KEYS, 'time'].map((name) => Buffer.from(name));
const NO_EXTRAS: ReadonlyMap<string, number> = new Map();
const NO_FIELDS: readonly string[] = [];

/** A guess, by the name before: whoever sends measurements names everything in the same order each time. */
const FIRST = NAMES.length;
const follows = new Uint8Array(NAMES.length + 1);

/** Where reading stands in `bytes`. One for all: reading is never interrupted. */
let bytes: Uint8Array = Buffer.alloc(0);
let at = 0;

/**
 * Reads a measurement in its plainest form, straight from its bytes: one object with a time and signals of the
 * canon, all of them decimal numbers. That is what tens of thousands of drives send every second. Returns
 * `undefined` for everything else, wrong or right, which `decodeMeasurement` reads; of what both read they
 * say the same.
 */
export function readPlainMeasurement(
  entity: EntityTopicId,
  measurement: string,
  payload: Uint8Array,
): DecodedSample | undefined {
  bytes = payload;
  at = 0;
  if (!takes(OPEN)) return undefined;
  const values = noValues();
  let time: Instant | undefined;
  let name = FIRST;
  let isTelling = false;
  do {
    const next = readName(name);
    if (next === undefined || !takes(COLON)) return undefined;
    name = next;
    if (name === TIME) {
      if (time !== undefined) return undefined;
      skipSpace();
      time = parseDeviceTime(bytes[at] === QUOTE ? readTimeText() : readNumber());
      if (time === undefined) return undefined;
    } else {
      const value = fitted(name, readNumber());
      // A name that comes twice is left to those who know what that means.
      if (value === undefined || Number.isNaN(value) || !Number.isNaN(values[name])) return undefined;
      values[name] = value;
      isTelling = true;
    }
  } while (takes(COMMA));
  if (!isTelling || !takes(CLOSE)) return undefined;
  skipSpace();
  if (at !== bytes.length) return undefined;
  return {
    type: 'sample',
    entity,
    measurement,
    time,
    quality: 'good',
    values,
    extras: NO_EXTRAS,
    rejectedFields: NO_FIELDS,
  };
}

function skipSpace(): void {
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
    at += 1;
  }
}

/** Passes over a byte, and the space before it; false when another one stands there. */
function takes(byte: number): boolean {
  if (bytes[at] !== byte) skipSpace();
  if (bytes[at] !== byte) return false;
  at += 1;
  return true;
}

/** The position of the name that is read here; `undefined` for any other. */
function readName(before: number): number | undefined {
  if (!takes(QUOTE)) return undefined;
  const guess = follows[before] ?? 0;
  if (isNamed(guess)) return guess;
  const end = bytes.indexOf(QUOTE, at);
  if (end < 0) return undefined;
  const text = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + LONGEST_TIME)));
  const found = text === 'time' ? TIME : signalIndex(text);
  if (found === undefined || !isNamed(found)) return undefined;
  follows[before] = found;
  return found;
}

/** Whether this name, and its quotation mark, come next; passes over it. */
function isNamed(place: number): boolean {
  const name = NAMES[place];
  if (name === undefined) return false;
  const end = at + name.length;
  if (bytes[end] !== QUOTE) return false;
  for (let i = 0; i < name.length; i += 1) if (bytes[at + i] !== name[i]) return false;
  at = end + 1;
  return true;
}

/** A decimal number as JSON writes it, of few enough digits to be exact; NaN for anything else. */
function readNumber(): number {
  skipSpace();
  const isNegative = bytes[at] === MINUS;
  if (isNegative) at += 1;
  const start = at;
  const whole = readDigits(0);
  const wholeDigits = at - start;
  if (wholeDigits === 0 || (bytes[start] === ZERO && wholeDigits > 1)) return NaN;
  let digits = wholeDigits;
  let value = whole;
  if (bytes[at] === POINT) {
    at += 1;
    const fractionAt = at;
    const all = readDigits(whole);
    const decimals = at - fractionAt;
    digits += decimals;
    if (decimals === 0 || digits > EXACT_DIGITS) return NaN;
    value = all / (POWERS[decimals] ?? NaN);
  }
  if (digits > EXACT_DIGITS) return NaN;
  return isNegative ? -value : value;
}

/** Goes on with a number by the digits that come next. */
function readDigits(value: number): number {
  for (;;) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return value;
    value = value * 10 + digit;
    at += 1;
  }
}

/** A time in quotation marks; of plain characters, or it is no time. */
function readTimeText(): string | undefined {
  const start = at + 1;
  const end = bytes.indexOf(QUOTE, start);
  if (end < 0 || end - start > LONGEST_TIME) return undefined;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return undefined;
  }
  at = end + 1;
  return String.fromCharCode(...bytes.subarray(start, end));
}
