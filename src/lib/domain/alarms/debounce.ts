import type { Instant } from '../time';

/** What a source says of a condition at one moment; `unknown` when it says nothing that still holds. */
export type Reading = 'active' | 'normal' | 'unknown';

/** How long a condition must hold, and be gone, before it is told, in ms (reference: alarms, section 3). */
export interface Delays {
  onDelayMs: number;
  offDelayMs: number;
}

/** A condition as it was last told, and since when its source has said something else. */
export interface Debounce {
  readonly told: Reading;
  /** What the source says instead, while its delay runs; `undefined` when it says what was told. */
  readonly towards: 'active' | 'normal' | undefined;
  readonly since: Instant;
}

/** Nothing is wrong and nothing waits. */
export const CALM: Debounce = { told: 'normal', towards: undefined, since: -Infinity };

/** Told as active before, as after a restart: what the source says from now on decides. */
export const TOLD_ACTIVE: Debounce = { told: 'active', towards: undefined, since: -Infinity };

/**
 * The condition after its source said `reading` at `now`; the same object when nothing changed.
 *
 *   normal ── active for onDelay ──▶ active ── normal for offDelay ──▶ normal
 *                                      │ unknown: at once     ▲
 *                                      └────────▶ unknown ────┘ active: at once; normal for offDelay ──▶ normal
 *
 * What is not known is never told as normal: an active condition becomes `unknown`, and one that was normal
 * stays as it is, with its delay begun anew. A reading in between ends the delay that runs.
 */
export function debounced(before: Debounce, reading: Reading, delays: Delays, now: Instant): Debounce {
  if (reading === 'unknown') {
    if (before.told === 'active') return { told: 'unknown', towards: undefined, since: now };
    return before.towards === undefined ? before : { ...before, towards: undefined, since: now };
  }
  if (reading === before.told) {
    return before.towards === undefined ? before : { ...before, towards: undefined, since: now };
  }
  if (before.told === 'unknown' && reading === 'active')
    return { told: 'active', towards: undefined, since: now };
  // Our clock may have been set back: a delay never runs longer than it is.
  const since = before.towards === reading ? Math.min(before.since, now) : now;
  if (now - since >= delayOf(reading, delays)) return { told: reading, towards: undefined, since: now };
  return before.towards === reading && since === before.since
    ? before
    : { ...before, towards: reading, since };
}

/** When the delay that runs will have passed; `undefined` when none runs. */
export const dueAt = ({ towards, since }: Debounce, delays: Delays): Instant | undefined =>
  towards === undefined ? undefined : since + delayOf(towards, delays);

const delayOf = (towards: 'active' | 'normal', { onDelayMs, offDelayMs }: Delays): number =>
  towards === 'active' ? onDelayMs : offDelayMs;
