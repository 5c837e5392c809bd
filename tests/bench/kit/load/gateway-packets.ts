import type { Family } from '../../../../src/lib/domain/plant/families';
import { MOVING_FIELDS, positionOf, runningWord } from './drive-fields';
import { publishPacket } from './packets';

/** A drive as the generator knows it. */
export interface LoadDrive {
  id: string;
  family: Family;
  /** Its place in the plant's list of drives. */
  number: number;
}

/** Digits of `time`: seconds since 1970 with three decimals, until the year 2286. */
const TIME_TEMPLATE = '0000000000.000';
const PAYLOAD_AT = 2;
const TIME_AT = PAYLOAD_AT + '{"time":'.length;

const textOf = ({ low, decimals }: { low: number; decimals: number }): string =>
  (low / 10 ** decimals).toFixed(decimals);

/** Places of the fields behind the packet identifier, the same in every packet. */
const FIELDS = MOVING_FIELDS.map((field, f) => ({ ...field, f, ...placeOf(f) }));

/**
 * One ready PUBLISH packet for each drive of a gateway, one behind the other in one buffer. All that changes
 * from message to message is written over in place, which is why it costs next to nothing.
 */
export class GatewayPackets {
  readonly #bytes: Buffer;
  /** Where each drive's packet begins, and at last where the last one ends. */
  readonly #starts: readonly number[];
  readonly #identifiers: readonly number[];
  readonly #numbers: readonly number[];

  constructor(gateway: string, drives: readonly LoadDrive[]) {
    const packets = drives.map((drive) =>
      publishPacket(`gw/${gateway}/up/te/device/${drive.id}///m/drive`, payloadOf(drive)),
    );
    let end = 0;
    this.#starts = [0, ...packets.map(({ bytes }) => (end += bytes.length))];
    this.#identifiers = packets.map(({ identifierAt }, i) => (this.#starts[i] ?? 0) + identifierAt);
    this.#numbers = drives.map(({ number }) => number);
    this.#bytes = Buffer.concat(packets.map(({ bytes }) => bytes));
  }

  /**
   * Makes drive `i` of the gateway's packet its message number `n`, measured at `time`: whole ms since 1970.
   */
  write(i: number, message: { identifier: number; n: number; time: number }): void {
    const bytes = this.#bytes;
    const at = this.#identifiers[i] ?? 0;
    const drive = this.#numbers[i] ?? 0;
    bytes[at] = message.identifier >> 8;
    bytes[at + 1] = message.identifier & 0xff;
    const seconds = Math.floor(message.time / 1_000);
    writeDigits(bytes, at + TIME_AT + 9, 10, seconds);
    writeDigits(bytes, at + TIME_AT + 13, 3, message.time - seconds * 1_000);
    for (const field of FIELDS) {
      let value = positionOf(field, field.f, drive, message.n);
      if (field.decimals > 0) {
        writeDigits(bytes, at + field.lastAt, field.decimals, value);
        value = (value / field.scale) | 0;
      }
      writeDigits(bytes, at + field.pointAt - 1, field.whole, value);
    }
  }

  /** The packets of drives `from` up to, without, `to`: a view, true until the next `write`. */
  view(from: number, to: number): Buffer {
    return this.#bytes.subarray(this.#starts[from], this.#starts[to]);
  }
}

/** The lowest `count` digits of `value`, the last of them at `last`. */
function writeDigits(bytes: Buffer, last: number, count: number, value: number): void {
  for (let i = last; i > last - count; i -= 1) {
    const rest = Math.trunc(value / 10);
    bytes[i] = 48 + value - rest * 10;
    value = rest;
  }
}

function payloadOf({ family }: LoadDrive): string {
  const fields = MOVING_FIELDS.map((field) => `,"${field.key}":${textOf(field)}`).join('');
  return `{"time":${TIME_TEMPLATE}${fields},"status_word":${runningWord(family)}}`;
}

/** Where a field's digits are, counted from the packet identifier. */
function placeOf(f: number) {
  const before = MOVING_FIELDS.slice(0, f)
    .map((field) => `,"${field.key}":${textOf(field)}`)
    .join('');
  const field = MOVING_FIELDS[f];
  if (field === undefined) throw new Error(`no field ${f}`);
  const firstAt = TIME_AT + TIME_TEMPLATE.length + before.length + `,"${field.key}":`.length;
  const whole = String(Math.floor(field.low / 10 ** field.decimals)).length;
  const pointAt = firstAt + whole;
  return { pointAt, whole, lastAt: pointAt + field.decimals, scale: 10 ** field.decimals };
}
