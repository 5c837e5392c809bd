import { CALM, type Debounce } from '../../../domain/alarms/debounce';
import type { Drive } from '../../../domain/plant/model';
import { newSameness, type Sameness } from '../../../domain/telemetry/frozen';
import type { Instant } from '../../../domain/time';
import type { LiveDrive } from '../../plant/live-drive';
import { guardedLimits, packed, type GuardedLimit, type PackedLimits } from './guarded-limits';
import type { GatewayStanding } from './judge-link';
import type { Slot } from './slots';

/** A condition that is not at rest. */
export interface Condition {
  debounce: Debounce;
  /** Device time of the sample with which it began; NaN where none is known. */
  sourceTime: number;
  /** What was last told of it while it was active, and when. */
  text: string;
  toldAt: Instant;
}

/** What is told of the limits of one side: the outer one stands for both. */
export type ToldLevel = 'normal' | 'inner' | 'outer' | 'unknown';

/** What the evaluator remembers of one drive. Almost every drive is at rest and has no conditions. */
export interface DriveWatch {
  readonly live: LiveDrive;
  /** As it was when `limits` were made of it. */
  drive: Drive;
  limits: readonly GuardedLimit[];
  /** The same limits, to be compared fast. */
  packed: PackedLimits;
  gateway: GatewayStanding;
  /** By index of slot. */
  readonly conditions: Map<number, Condition>;
  /** By place of rule; absent is `normal`. */
  readonly levels: Map<number, ToldLevel>;
  /** To be looked at again even when nothing arrives, because a delay runs. */
  waits: boolean;
  /** State that the words were last judged by; the image makes a new one whenever a word changes. */
  state: LiveDrive['state'] | undefined;
  readonly sameness: Sameness;
  /** Receive time of the sample that was last counted for `sameness`. */
  countedAt: number;
  energyKwh: number;
}

export const newDriveWatch = (live: LiveDrive, gateway: GatewayStanding): DriveWatch => ({
  live,
  gateway,
  drive: live.drive,
  ...limitsOf(live.drive),
  conditions: new Map(),
  levels: new Map(),
  waits: false,
  state: undefined,
  sameness: newSameness(),
  countedAt: NaN,
  energyKwh: NaN,
});

type LimitForms = Pick<DriveWatch, 'limits' | 'packed'>;

const known = new WeakMap<Drive['limits'], LimitForms>();

/** The limits of a drive in both of their forms: one object for all drives that share their limits. */
export function limitsOf({ limits: given }: Drive): LimitForms {
  const found = known.get(given);
  if (found !== undefined) return found;
  const limits = guardedLimits(given);
  const forms = { limits, packed: packed(limits) };
  known.set(given, forms);
  return forms;
}

export const debounceOf = (watch: DriveWatch, slot: Slot): Debounce =>
  watch.conditions.get(slot.index)?.debounce ?? CALM;
