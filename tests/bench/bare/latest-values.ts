const HEADER_BYTES = 40;
const ENTRY_BYTES = 8;
/** Ages travel as the product's do. */
const AGE_STEP_MS = 10;
const OLDEST = 0xfffe;

/**
 * The newest value of each drive, and a frame of those that changed since the last:
 *
 *     0   float64  time of the frame, ms since 1970
 *     8            nothing, so that the head is as long as the product's
 *     40  uint32   drive  ┐
 *     44  uint16   age    │ for each
 *     46  uint16   value  ┘
 */
export class LatestValues {
  readonly #receivedAt: Float64Array;
  readonly #values: Float32Array;
  readonly #isChanged: Uint8Array;
  #changed: number[] = [];

  constructor(drives: number) {
    this.#receivedAt = new Float64Array(drives);
    this.#values = new Float32Array(drives);
    this.#isChanged = new Uint8Array(drives);
  }

  put(drive: number, receivedAt: number, value: number): void {
    this.#receivedAt[drive] = receivedAt;
    this.#values[drive] = value;
    if (this.#isChanged[drive] === 1) return;
    this.#isChanged[drive] = 1;
    this.#changed.push(drive);
  }

  /** Undefined when nothing changed. */
  frame(now: number): Buffer | undefined {
    if (this.#changed.length === 0) return undefined;
    const frame = Buffer.alloc(HEADER_BYTES + ENTRY_BYTES * this.#changed.length);
    frame.writeDoubleLE(now, 0);
    let at = HEADER_BYTES;
    for (const drive of this.#changed) {
      this.#isChanged[drive] = 0;
      at = frame.writeUInt32LE(drive, at);
      at = frame.writeUInt16LE(
        Math.min(OLDEST, Math.round((now - this.#receivedAt[drive]!) / AGE_STEP_MS)),
        at,
      );
      at = frame.writeUInt16LE(Math.max(0, Math.min(0xffff, Math.round(this.#values[drive]!))), at);
    }
    this.#changed = [];
    return frame;
  }
}
