import { FRESHNESS, type Freshness, QUALITIES, type Quality } from '../domain/telemetry/quality';
import { RUN_STATES, type RunState } from '../domain/plant/drive-state';
import { TILE_SIGNALS, type FrameKind } from './frame';

/** Sizes in bytes; frame.ts shows what lies where. */
export const HEADER_BYTES = 40;
export const DRIVE_HEADER_BYTES = 16;
export const ENTRY_BYTES = { fleet: 8, site: 40, drive: 24 } as const satisfies Record<FrameKind, number>;

/** Where the parts of an entry begin, from its own start. */
export const SITE_VALUES = 8;
export const SITE_GRADES = SITE_VALUES + 4 * TILE_SIGNALS.length;

/** Ages travel in steps of 10 ms; the last step is "older, or never". */
export const AGE_STEP_MS = 10;
export const AGE_NEVER_16 = 0xffff;
export const AGE_NEVER_32 = 0xffff_ffff;
export const LOAD_UNKNOWN = 255;
export const FAULT_UNKNOWN = 0xffff_ffff;

/** Header bytes of a view's frames before its first entry. */
export const bodyStart = (kind: FrameKind): number =>
  kind === 'drive' ? HEADER_BYTES + DRIVE_HEADER_BYTES : HEADER_BYTES;

/** Run state and freshness in one byte. */
export const packState = (run: RunState, freshness: Freshness): number =>
  RUN_STATES.indexOf(run) | (FRESHNESS.indexOf(freshness) << 3);

export const runStateOf = (state: number): RunState => RUN_STATES[state & 7] ?? 'unknown';
export const freshnessOf = (packed: number): Freshness => FRESHNESS[(packed >> 3) & 3] ?? 'never';

/** Quality and freshness of one value in one byte. */
export const packGrade = (quality: Quality, freshness: Freshness): number =>
  QUALITIES.indexOf(quality) | (FRESHNESS.indexOf(freshness) << 3);

export const qualityOf = (grade: number): Quality => QUALITIES[grade & 7] ?? 'bad';

/** Whether a state or grade byte names a row of its tables. */
export const isState = (byte: number): boolean => (byte & 7) < RUN_STATES.length && byte < 32;
export const isGrade = (byte: number): boolean => (byte & 7) < QUALITIES.length && byte < 32;
