import type { Instant } from '../../time';

/** For how long something has held without a break, as far as anybody looked. */
export interface HoldWindow {
  readonly since: Instant | undefined;
}

export const NOT_HELD: HoldWindow = { since: undefined };

/** After one more look at `now`. One look at which it does not hold begins it anew. */
export const looked = (window: HoldWindow, holds: boolean, now: Instant): HoldWindow =>
  holds ? { since: Math.min(window.since ?? now, now) } : NOT_HELD;

/** Whether it has held for `ms`, which may be 0: then one look is enough. */
export const hasHeld = ({ since }: HoldWindow, ms: number, now: Instant): boolean =>
  since !== undefined && now - since >= ms;
