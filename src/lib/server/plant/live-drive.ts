import type { DriveState } from '../../domain/plant/drive-state';
import { UNKNOWN_STATE } from '../../domain/plant/decode-state';
import type { Drive } from '../../domain/plant/model';
import { freshness, freshUntil, type Freshness, type Quality } from '../../domain/telemetry/quality';
import { SIGNAL_COUNT } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import { SignalMoments } from './signal-moments';

/** Latest value of a signal outside the canon. */
export interface LiveExtra {
  value: number;
  unit: string;
  sourceTime: Instant | undefined;
  receivedAt: Instant;
  quality: Quality;
  /** When it was made, by our clock; decides order together with the clock's epoch. */
  measuredAt: Instant;
  epoch: number;
}

/** Why a drive is lost. */
export type LostReason = 'silent' | 'gateway-offline' | 'link-lost';

/**
 * What is known of one drive now. The arrays are in the order of signals; NaN is "never". All of it is
 * written by the live image alone and read by everybody else.
 */
export interface LiveDrive {
  drive: Drive;
  /** The image's revision at this drive's last change. */
  revision: number;
  readonly values: Float64Array;
  /** When each value was made and received; decides order. */
  readonly moments: SignalMoments;
  /** Indices in QUALITIES. */
  readonly quality: Uint8Array;
  readonly extras: Map<string, LiveExtra>;
  state: DriveState;
  freshness: Freshness;
  lostReason: LostReason | undefined;
  /** Receive time of the newest accepted sample. */
  lastReceivedAt: Instant | undefined;
  /** When that sample was made, by our clock. */
  lastPublishedAt: Instant | undefined;
  /** Current over rated current, else power over rated power, in %; `undefined` when neither is known. */
  loadPct: number | undefined;
  gatewayOffline: boolean;
  /** Whether it stands in the list of what has changed. */
  isListed: boolean;
  /** Age changes nothing of all this before that moment has passed, unless something arrives. */
  judgedUntil: Instant;
  /** Bit per state word whose last arrival is too long ago to say anything (live-words.ts). */
  lostWords: number;
}

export function newLiveDrive(drive: Drive): LiveDrive {
  return {
    drive,
    revision: 0,
    values: new Float64Array(SIGNAL_COUNT).fill(NaN),
    moments: new SignalMoments(),
    quality: new Uint8Array(SIGNAL_COUNT),
    extras: new Map(),
    state: UNKNOWN_STATE,
    freshness: 'never',
    lostReason: undefined,
    lastReceivedAt: undefined,
    lastPublishedAt: undefined,
    loadPct: undefined,
    gatewayOffline: false,
    isListed: false,
    judgedUntil: -Infinity,
    lostWords: 0,
  };
}

/**
 * Freshness of one signal. While the drive as a whole is lost, so is all it said: behind an offline gateway
 * or a lost link no last value is live, however young.
 */
export function signalFreshness(live: LiveDrive, index: number, now: Instant): Freshness {
  const receivedAt = live.moments.receivedAt(index);
  if (Number.isNaN(receivedAt)) return 'never';
  return live.lostReason === undefined ? freshness(receivedAt, live.drive.expectedIntervalMs, now) : 'lost';
}

/** As `signalFreshness`, for a signal outside the canon. */
export function extraFreshness(live: LiveDrive, extra: LiveExtra, now: Instant): Freshness {
  return live.lostReason === undefined
    ? freshness(extra.receivedAt, live.drive.expectedIntervalMs, now)
    : 'lost';
}

/** Last moment at which `signalFreshness` is what it is now, unless the drive changes; see its revision. */
export function signalFreshUntil(live: LiveDrive, index: number, now: Instant): Instant {
  const receivedAt = live.moments.receivedAt(index);
  if (live.lostReason !== undefined || Number.isNaN(receivedAt)) return Number.POSITIVE_INFINITY;
  return freshUntil(receivedAt, live.drive.expectedIntervalMs, now);
}

/** As `signalFreshUntil`, for a signal outside the canon. */
export function extraFreshUntil(live: LiveDrive, { receivedAt }: LiveExtra, now: Instant): Instant {
  if (live.lostReason !== undefined) return Number.POSITIVE_INFINITY;
  return freshUntil(receivedAt, live.drive.expectedIntervalMs, now);
}

/** Moves all times by our own clock back by `ms`, as that clock was: what is old stays old. */
export function shiftBack(live: LiveDrive, ms: number): void {
  live.moments.shiftBack(ms);
  for (const extra of live.extras.values()) {
    extra.receivedAt -= ms;
    extra.measuredAt -= ms;
  }
  if (live.lastReceivedAt !== undefined) live.lastReceivedAt -= ms;
  if (live.lastPublishedAt !== undefined) live.lastPublishedAt -= ms;
  live.judgedUntil -= ms;
}
