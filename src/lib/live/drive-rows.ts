import type { Layout } from '$lib/protocol/down';
import type { FrameReader } from '$lib/protocol/frame-reader';
import { LOAD_UNKNOWN, freshnessOf } from '$lib/protocol/frame-layout';
import { FRESHNESS } from '$lib/domain/telemetry/quality';
import { freshnessNow } from './judge';

/** State bits without the freshness. */
const RUN_BITS = 0b111;

/**
 * The newest of every drive of a view, in columns outside the reactive system. Indices are those of the
 * layout. `state` is packed as in frames, and its freshness is judged here: see `sweep`.
 */
export class DriveRows {
  readonly length: number;
  readonly state: Uint8Array;
  readonly marks: Uint8Array;
  /** Load in %, 255 for not known. */
  readonly load: Uint8Array;
  /** When each drive was last heard, by the server's clock; NaN for never or longer ago than is known. */
  readonly receivedAt: Float64Array;
  /** Freshness as the server said it, as an index in FRESHNESS. */
  readonly #told: Uint8Array;
  readonly #intervalMs: Float64Array;

  constructor(drives: Layout['drives']) {
    this.length = drives.length;
    const never = FRESHNESS.indexOf('never');
    this.state = new Uint8Array(drives.length).fill(never << 3);
    this.marks = new Uint8Array(drives.length);
    this.load = new Uint8Array(drives.length).fill(LOAD_UNKNOWN);
    this.receivedAt = new Float64Array(drives.length).fill(Number.NaN);
    this.#told = new Uint8Array(drives.length).fill(never);
    this.#intervalMs = Float64Array.from(drives, (drive) => drive.expectedIntervalMs);
  }

  /** Takes in an entry of a fleet or site frame; its index must be in range. */
  apply(frame: FrameReader, entry: number, serverNow: number): void {
    const index = frame.drive(entry);
    this.marks[index] = frame.marks(entry);
    this.load[index] = frame.load(entry);
    this.receivedAt[index] = frame.receivedAt(entry);
    const packed = frame.state(entry);
    this.#told[index] = FRESHNESS.indexOf(freshnessOf(packed));
    this.state[index] = (packed & RUN_BITS) | (this.#judge(index, serverNow) << 3);
  }

  /** Judges all ages anew, so that a silent server makes drives stale too; tells which became other. */
  sweep(serverNow: number, changed: (index: number) => void): void {
    for (let i = 0; i < this.length; i += 1) {
      const packed = this.state[i] ?? 0;
      const judged = (packed & RUN_BITS) | (this.#judge(i, serverNow) << 3);
      if (judged === packed) continue;
      this.state[i] = judged;
      changed(i);
    }
  }

  #judge(index: number, serverNow: number): number {
    const told = FRESHNESS[this.#told[index] ?? 3] ?? 'never';
    const now = freshnessNow(
      told,
      this.receivedAt[index] ?? Number.NaN,
      this.#intervalMs[index] ?? 0,
      serverNow,
    );
    return FRESHNESS.indexOf(now);
  }
}
