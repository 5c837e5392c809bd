import { SIGNAL_COUNT, SIGNAL_INDEX } from '../../domain/telemetry/signals';
import { QUALITIES } from '../../domain/telemetry/quality';
import type { Instant } from '../../domain/time';
import { MARKS, TILE_SIGNALS } from '../../protocol/frame';
import { packGrade, packState } from '../../protocol/frame-layout';
import type { FrameWriter } from '../../protocol/frame-writer';
import {
  extraFreshness,
  extraFreshUntil,
  signalFreshness,
  signalFreshUntil,
  type LiveDrive,
} from '../plant/live-drive';

const TILE_INDICES = TILE_SIGNALS.map((key) => SIGNAL_INDEX[key]);
const NEVER = packState('unknown', 'never');
const NO_GRADE = packGrade('good', 'never');

const stateOf = (live: LiveDrive | undefined): number =>
  live === undefined ? NEVER : packState(live.state.run, live.freshness);

/** MARKS bits of a drive; `held` when its gateway waits for our database. */
function marksOf(live: LiveDrive | undefined, held: boolean): number {
  if (live === undefined) return 0;
  const { state, drive } = live;
  return (
    (state.warning ? MARKS.warning : 0) |
    (state.tripLock ? MARKS.tripLock : 0) |
    (state.local ? MARKS.local : 0) |
    (state.sto ? MARKS.sto : 0) |
    (state.atReference ? MARKS.atReference : 0) |
    (drive.simulated ? MARKS.simulated : 0) |
    (held ? MARKS.held : 0)
  );
}

const ageOf = (live: LiveDrive | undefined, now: Instant): number | undefined =>
  live?.lastReceivedAt === undefined ? undefined : now - live.lastReceivedAt;

export function writeFleetEntry(
  to: FrameWriter,
  index: number,
  live: LiveDrive | undefined,
  held: boolean,
  now: Instant,
): void {
  to.fleetEntry(index, stateOf(live), marksOf(live, held), ageOf(live, now), live?.loadPct);
}

const values = new Float64Array(TILE_SIGNALS.length);
const grades = new Uint8Array(TILE_SIGNALS.length);

export function writeSiteEntry(
  to: FrameWriter,
  index: number,
  live: LiveDrive | undefined,
  held: boolean,
  now: Instant,
): void {
  for (let i = 0; i < TILE_INDICES.length; i += 1) {
    const signal = TILE_INDICES[i] ?? 0;
    values[i] = live?.values[signal] ?? NaN;
    grades[i] = live === undefined ? NO_GRADE : gradeOf(live, signal, now);
  }
  to.siteEntry(index, stateOf(live), marksOf(live, held), ageOf(live, now), live?.loadPct, values, grades);
}

/** Last moment at which a site's entry of the drive is as it is now by time alone. */
export function tileUntil(live: LiveDrive, now: Instant): Instant {
  let until = Number.POSITIVE_INFINITY;
  for (const signal of TILE_INDICES) until = Math.min(until, signalFreshUntil(live, signal, now));
  return until;
}

/** The same of everything that is known of the drive. */
export function focusUntil(live: LiveDrive, now: Instant): Instant {
  let until = Number.POSITIVE_INFINITY;
  for (let i = 0; i < SIGNAL_COUNT; i += 1) until = Math.min(until, signalFreshUntil(live, i, now));
  for (const extra of live.extras.values()) until = Math.min(until, extraFreshUntil(live, extra, now));
  return until;
}

export function writeDriveHeader(
  to: FrameWriter,
  live: LiveDrive | undefined,
  held: boolean,
  now: Instant,
): void {
  to.driveHeader(stateOf(live), marksOf(live, held), ageOf(live, now), live?.state.faultCode, live?.loadPct);
}

/** Quality and freshness of a signal of the canon, as one byte. */
const gradeOf = (live: LiveDrive, signal: number, now: Instant): number =>
  packGrade(QUALITIES[live.quality[signal] ?? 0] ?? 'bad', signalFreshness(live, signal, now));

/** Writes a signal of the canon; false when there is no value to write. */
export function writeSignal(to: FrameWriter, live: LiveDrive, signal: number, now: Instant): boolean {
  const receivedAt = live.moments.receivedAt(signal);
  if (Number.isNaN(receivedAt)) return false;
  const sourceTime = live.moments.sourceTime(signal);
  to.signalEntry(
    signal,
    gradeOf(live, signal, now),
    now - receivedAt,
    live.values[signal] ?? NaN,
    Number.isNaN(sourceTime) ? undefined : sourceTime,
  );
  return true;
}

/** Writes the signal outside the canon that is the layout's extra number `index`. */
export function writeExtra(
  to: FrameWriter,
  live: LiveDrive,
  name: string,
  index: number,
  now: Instant,
): boolean {
  const extra = live.extras.get(name);
  if (extra === undefined) return false;
  const grade = packGrade(extra.quality, extraFreshness(live, extra, now));
  to.signalEntry(SIGNAL_COUNT + index, grade, now - extra.receivedAt, extra.value, extra.sourceTime);
  return true;
}
