import type { Layout } from '$lib/protocol/down';
import { TILE_SIGNALS } from '$lib/protocol/frame';
import type { FrameReader } from '$lib/protocol/frame-reader';
import { DriveRows } from './drive-rows';

/** The columns of a site's drives: what the fleet knows of each, and the values of its tile. */
export class SiteRows extends DriveRows {
  readonly values: Float32Array;
  readonly grades: Uint8Array;

  constructor(drives: Layout['drives']) {
    super(drives);
    this.values = new Float32Array(drives.length * TILE_SIGNALS.length).fill(Number.NaN);
    this.grades = new Uint8Array(drives.length * TILE_SIGNALS.length);
  }

  override apply(frame: FrameReader, entry: number, serverNow: number): void {
    super.apply(frame, entry, serverNow);
    const start = frame.drive(entry) * TILE_SIGNALS.length;
    for (let s = 0; s < TILE_SIGNALS.length; s += 1) {
      this.values[start + s] = frame.tileValue(entry, s);
      this.grades[start + s] = frame.tileGrade(entry, s);
    }
  }
}
