import { FRAME_KINDS, TILE_SIGNALS, type FrameKind } from './frame';
import {
  AGE_NEVER_16,
  AGE_NEVER_32,
  AGE_STEP_MS,
  ENTRY_BYTES,
  FAULT_UNKNOWN,
  HEADER_BYTES,
  SITE_GRADES,
  SITE_VALUES,
  bodyStart,
  isGrade,
  isState,
} from './frame-layout';
import { PROTOCOL_VERSION } from './version';

const NOTHING = new DataView(new ArrayBuffer(bodyStart('drive')));

/**
 * Reads frames in place: `open` checks a whole frame, then the accessors read the entry with a given number
 * without making anything. One reader serves many frames, one after the other.
 */
export class FrameReader {
  #view: DataView = NOTHING;
  #kind: FrameKind = 'fleet';
  #count = 0;

  /**
   * Takes a frame. False, and unusable until the next one, when it is of another protocol version, cut off,
   * longer than it says, or holds a state or grade that does not exist.
   */
  open(bytes: ArrayBuffer | ArrayBufferView): boolean {
    this.#count = 0;
    this.#view = NOTHING;
    const view = ArrayBuffer.isView(bytes)
      ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new DataView(bytes);
    if (view.byteLength < HEADER_BYTES || view.getUint8(0) !== PROTOCOL_VERSION) return false;
    const kind = FRAME_KINDS[view.getUint8(1)];
    if (kind === undefined) return false;
    const count = view.getUint32(32, true);
    if (view.byteLength !== bodyStart(kind) + count * ENTRY_BYTES[kind]) return false;
    if (!Number.isFinite(view.getFloat64(16, true)) || !isWellFormed(view, kind, count)) return false;
    this.#view = view;
    this.#kind = kind;
    this.#count = count;
    return true;
  }

  get kind(): FrameKind {
    return this.#kind;
  }
  /** Number of entries. */
  get count(): number {
    return this.#count;
  }
  /** Whether every entry of the view is in it. */
  get whole(): boolean {
    return (this.#view.getUint8(2) & 1) === 1;
  }
  get room(): number {
    return this.#view.getUint32(4, true);
  }
  get number(): number {
    return this.#view.getUint32(8, true);
  }
  get layoutVersion(): number {
    return this.#view.getUint32(12, true);
  }
  /** Server time when it was made; the zero of every age in it. */
  get now(): number {
    return this.#view.getFloat64(16, true);
  }
  /** When the oldest new value in it was published; undefined when that is not known. */
  get publishedAt(): number | undefined {
    return orUndefined(this.#view.getFloat64(24, true));
  }

  /** Fleet and site frames: index of the drive in the layout. */
  drive(entry: number): number {
    return this.#view.getUint16(this.#at(entry), true);
  }
  state(entry: number): number {
    return this.#view.getUint8(this.#at(entry) + 2);
  }
  marks(entry: number): number {
    return this.#view.getUint8(this.#at(entry) + 3);
  }
  /** When the drive was last heard, by the server's clock; NaN for never, or longer ago than a frame can say. */
  receivedAt(entry: number): number {
    return this.#before(this.#view.getUint16(this.#at(entry) + 4, true), AGE_NEVER_16);
  }
  /** Load in %, 255 for not known. */
  load(entry: number): number {
    return this.#view.getUint8(this.#at(entry) + 6);
  }

  /** Site frames: value of the tile signal with that number, NaN for none. */
  tileValue(entry: number, signal: number): number {
    return this.#view.getFloat32(this.#at(entry) + SITE_VALUES + 4 * signal, true);
  }
  tileGrade(entry: number, signal: number): number {
    return this.#view.getUint8(this.#at(entry) + SITE_GRADES + signal);
  }

  /** Drive frames: the state of the drive. */
  get focusState(): number {
    return this.#view.getUint8(HEADER_BYTES);
  }
  get focusMarks(): number {
    return this.#view.getUint8(HEADER_BYTES + 1);
  }
  get focusReceivedAt(): number {
    return this.#before(this.#view.getUint16(HEADER_BYTES + 2, true), AGE_NEVER_16);
  }
  get focusFaultCode(): number | undefined {
    const code = this.#view.getUint32(HEADER_BYTES + 4, true);
    return code === FAULT_UNKNOWN ? undefined : code;
  }
  get focusLoadPct(): number | undefined {
    return orUndefined(this.#view.getFloat32(HEADER_BYTES + 8, true));
  }
  /** Drive frames: index of the signal, canon first, then the layout's extras. */
  signal(entry: number): number {
    return this.#view.getUint16(this.#at(entry), true);
  }
  grade(entry: number): number {
    return this.#view.getUint8(this.#at(entry) + 2);
  }
  signalReceivedAt(entry: number): number {
    return this.#before(this.#view.getUint32(this.#at(entry) + 4, true), AGE_NEVER_32);
  }
  value(entry: number): number {
    return this.#view.getFloat64(this.#at(entry) + 8, true);
  }
  sourceTime(entry: number): number | undefined {
    return orUndefined(this.#view.getFloat64(this.#at(entry) + 16, true));
  }

  #at(entry: number): number {
    if (entry < 0 || entry >= this.#count) throw new RangeError(`frame has no entry ${entry}`);
    return bodyStart(this.#kind) + entry * ENTRY_BYTES[this.#kind];
  }

  #before(steps: number, never: number): number {
    return steps === never ? Number.NaN : this.now - steps * AGE_STEP_MS;
  }
}

/** Whether every state and grade exists; what the indices mean only the layout knows. */
function isWellFormed(view: DataView, kind: FrameKind, count: number): boolean {
  if (kind === 'drive' && !isState(view.getUint8(HEADER_BYTES))) return false;
  const bytes = ENTRY_BYTES[kind];
  for (let i = 0, at = bodyStart(kind); i < count; i += 1, at += bytes) {
    if (kind === 'drive' ? !isGrade(view.getUint8(at + 2)) : !isState(view.getUint8(at + 2))) return false;
    if (kind !== 'site') continue;
    for (let s = 0; s < TILE_SIGNALS.length; s += 1) {
      if (!isGrade(view.getUint8(at + SITE_GRADES + s))) return false;
    }
  }
  return true;
}

const orUndefined = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);
