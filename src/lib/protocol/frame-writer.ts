import { FRAME_KINDS, TILE_SIGNALS, type FrameKind } from './frame';
import {
  AGE_NEVER_16,
  AGE_NEVER_32,
  AGE_STEP_MS,
  DRIVE_HEADER_BYTES,
  ENTRY_BYTES,
  FAULT_UNKNOWN,
  HEADER_BYTES,
  LOAD_UNKNOWN,
  SITE_GRADES,
  SITE_VALUES,
  bodyStart,
} from './frame-layout';
import { PROTOCOL_VERSION } from './version';

interface FrameHeader {
  kind: FrameKind;
  /** Every entry of the view, not only what changed. */
  whole: boolean;
  room: number;
  layoutVersion: number;
  /** Server time in ms. */
  now: number;
}

const FIRST_SIZE = 4_096;

/**
 * Writes one frame at a time into a buffer that it keeps and grows. Entries are written in one call each;
 * `finish` hands out a copy, because the socket may still hold the last one.
 */
export class FrameWriter {
  #bytes = new Uint8Array(FIRST_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  #entries = 0;
  #publishedAt = Number.NaN;

  begin(header: FrameHeader): void {
    this.#at = 0;
    this.#entries = 0;
    this.#publishedAt = Number.NaN;
    this.#reserve(bodyStart(header.kind));
    this.#bytes.fill(0, 0, bodyStart(header.kind));
    const v = this.#view;
    v.setUint8(0, PROTOCOL_VERSION);
    v.setUint8(1, FRAME_KINDS.indexOf(header.kind));
    v.setUint8(2, header.whole ? 1 : 0);
    v.setUint32(4, header.room, true);
    v.setUint32(12, header.layoutVersion, true);
    v.setFloat64(16, header.now, true);
    this.#at = bodyStart(header.kind);
  }

  /** Number of entries since `begin`. */
  get entries(): number {
    return this.#entries;
  }

  /** A new value was published at that time; the frame tells of the oldest. */
  published(at: number | undefined): void {
    if (at === undefined) return;
    this.#publishedAt = Number.isNaN(this.#publishedAt) ? at : Math.min(this.#publishedAt, at);
  }

  /** `ageMs` undefined: nothing ever arrived. `loadPct` undefined: not known. */
  fleetEntry(
    index: number,
    state: number,
    marks: number,
    ageMs: number | undefined,
    loadPct: number | undefined,
  ): void {
    this.#drive(this.#entry(ENTRY_BYTES.fleet), index, state, marks, ageMs, loadPct);
  }

  /** `values` and `grades` in the order of TILE_SIGNALS. */
  siteEntry(
    index: number,
    state: number,
    marks: number,
    ageMs: number | undefined,
    loadPct: number | undefined,
    values: ArrayLike<number>,
    grades: ArrayLike<number>,
  ): void {
    const at = this.#entry(ENTRY_BYTES.site);
    this.#drive(at, index, state, marks, ageMs, loadPct);
    for (let i = 0; i < TILE_SIGNALS.length; i += 1) {
      this.#view.setFloat32(at + SITE_VALUES + 4 * i, values[i] ?? Number.NaN, true);
      this.#view.setUint8(at + SITE_GRADES + i, grades[i] ?? 0);
    }
  }

  /** The state of a drive view's drive; before its entries. */
  driveHeader(
    state: number,
    marks: number,
    ageMs: number | undefined,
    faultCode: number | undefined,
    loadPct: number | undefined,
  ): void {
    const at = HEADER_BYTES;
    this.#view.setUint8(at, state);
    this.#view.setUint8(at + 1, marks);
    this.#view.setUint16(at + 2, age16(ageMs), true);
    this.#view.setUint32(at + 4, faultCode ?? FAULT_UNKNOWN, true);
    this.#view.setFloat32(at + 8, loadPct ?? Number.NaN, true);
    this.#view.setUint32(at + DRIVE_HEADER_BYTES - 4, 0, true);
  }

  /** `signal` is the index in SIGNALS, or their number plus the index in the layout's extras. */
  signalEntry(
    signal: number,
    grade: number,
    ageMs: number | undefined,
    value: number,
    sourceTime: number | undefined,
  ): void {
    const at = this.#entry(ENTRY_BYTES.drive);
    this.#view.setUint16(at, signal, true);
    this.#view.setUint8(at + 2, grade);
    this.#view.setUint8(at + 3, 0);
    this.#view.setUint32(at + 4, age32(ageMs), true);
    this.#view.setFloat64(at + 8, value, true);
    this.#view.setFloat64(at + 16, sourceTime ?? Number.NaN, true);
  }

  /** Takes back the newest entry, because it says nothing new. */
  dropEntry(bytes: number): void {
    this.#at -= bytes;
    this.#entries -= 1;
  }

  /** The bytes of the newest entry, valid until the next call. */
  newestEntry(bytes: number): Uint8Array {
    return this.#bytes.subarray(this.#at - bytes, this.#at);
  }

  /** The drive's header, valid until the next call. */
  driveHeaderBytes(): Uint8Array {
    return this.#bytes.subarray(HEADER_BYTES, HEADER_BYTES + DRIVE_HEADER_BYTES);
  }

  /** Gives the frame its number and hands out a copy of its bytes. */
  finish(number: number): Uint8Array {
    this.#view.setUint32(8, number, true);
    this.#view.setFloat64(24, this.#publishedAt, true);
    this.#view.setUint32(32, this.#entries, true);
    return this.#bytes.slice(0, this.#at);
  }

  #entry(bytes: number): number {
    const at = this.#at;
    this.#reserve(at + bytes);
    this.#at = at + bytes;
    this.#entries += 1;
    return at;
  }

  #drive(
    at: number,
    index: number,
    state: number,
    marks: number,
    ageMs: number | undefined,
    loadPct: number | undefined,
  ): void {
    const v = this.#view;
    v.setUint16(at, index, true);
    v.setUint8(at + 2, state);
    v.setUint8(at + 3, marks);
    v.setUint16(at + 4, age16(ageMs), true);
    v.setUint8(
      at + 6,
      loadPct === undefined || Number.isNaN(loadPct) ? LOAD_UNKNOWN : clamp(loadPct, LOAD_UNKNOWN - 1),
    );
    v.setUint8(at + 7, 0);
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(size, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

const age16 = (ageMs: number | undefined): number =>
  ageMs === undefined ? AGE_NEVER_16 : clamp(ageMs / AGE_STEP_MS, AGE_NEVER_16);
const age32 = (ageMs: number | undefined): number =>
  ageMs === undefined ? AGE_NEVER_32 : clamp(ageMs / AGE_STEP_MS, AGE_NEVER_32);
const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));
