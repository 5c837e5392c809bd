import {
  AGE_NEVER_16,
  AGE_STEP_MS,
  ENTRY_BYTES,
  HEADER_BYTES,
  bodyStart,
} from '../../../../src/lib/protocol/frame-layout';
import { FRAME_KINDS } from '../../../../src/lib/protocol/frame';

/** Takes the drive's number in the frame's view and when the server received its newest value. */
export type OnEntry = (index: number, receivedAt: number) => void;

/** What is said of a whole frame of Zonewatch. */
export interface FrameHead {
  room: number;
  layoutVersion: number;
  number: number;
  /** Whether it repeats the whole view, which is no news. */
  whole: boolean;
}

const viewOf = (bytes: ArrayBuffer | ArrayBufferView): DataView =>
  ArrayBuffer.isView(bytes)
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new DataView(bytes);

/** The head of one of Zonewatch's frames; src/lib/protocol/frame.ts shows what lies where. */
export function headOf(bytes: ArrayBuffer | ArrayBufferView): FrameHead {
  const view = viewOf(bytes);
  return {
    room: view.getUint32(4, true),
    number: view.getUint32(8, true),
    layoutVersion: view.getUint32(12, true),
    whole: (view.getUint8(2) & 1) === 1,
  };
}

/** Calls back for every drive in one of Zonewatch's frames; one of a drive in focus has one, number 0. */
export function readEntries(bytes: ArrayBuffer | ArrayBufferView, onEntry: OnEntry): void {
  const view = viewOf(bytes);
  const kind = FRAME_KINDS[view.getUint8(1)] ?? 'fleet';
  const now = view.getFloat64(16, true);
  if (kind === 'drive') return tell(0, view.getUint16(HEADER_BYTES + 2, true), now, onEntry);
  const size = ENTRY_BYTES[kind];
  for (let at = bodyStart(kind); at + size <= view.byteLength; at += size) {
    tell(view.getUint16(at, true), view.getUint16(at + 4, true), now, onEntry);
  }
}

const BARE_ENTRY_BYTES = 8;

/** The same for a frame of the bare pipeline: entries of u32 drive, u16 age, u16 value; the head begins with its time. */
export function readBareEntries(bytes: ArrayBuffer | ArrayBufferView, onEntry: OnEntry): void {
  const view = viewOf(bytes);
  const now = view.getFloat64(0, true);
  for (let at = HEADER_BYTES; at + BARE_ENTRY_BYTES <= view.byteLength; at += BARE_ENTRY_BYTES) {
    tell(view.getUint32(at, true), view.getUint16(at + 4, true), now, onEntry);
  }
}

function tell(index: number, age: number, now: number, onEntry: OnEntry): void {
  if (age !== AGE_NEVER_16) onEntry(index, now - age * AGE_STEP_MS);
}
