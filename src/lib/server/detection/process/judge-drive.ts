import type { Instant } from '../../../domain/time';
import type { DriveWatch } from './drive-watch';
import { judgeLink } from './judge-link';
import { forgetLimits, judgeLimits } from './judge-limits';
import { judgePlausible } from './judge-plausible';
import { judgeWords } from './judge-words';
import type { Reporter } from './reporter';
import { CONTRADICTION_SLOTS, FROZEN_SLOT, STALE_SLOT, WORD_SLOTS, type Slot } from './slots';
import { step } from './step';

/** Conditions of which a drive that is not live tells nothing; those of limits are forgotten with their level. */
const TOLD_BY_DRIVE: readonly Slot[] = [
  ...[...WORD_SLOTS, ...CONTRADICTION_SLOTS].map(({ slot }) => slot),
  STALE_SLOT,
  FROZEN_SLOT,
];

/** Looks at one drive as it is now, and tells what has changed. */
export function judgeDrive(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  const { live, conditions } = watch;
  judgeLink(watch, now, reporter);
  if (live.freshness === 'live') {
    judgeWords(watch, now, reporter);
    judgeLimits(watch, now, reporter);
    judgePlausible(watch, now, reporter);
  } else forget(watch, now, reporter);
  watch.waits = false;
  if (conditions.size === 0) return;
  for (const { debounce } of conditions.values()) if (debounce.towards !== undefined) watch.waits = true;
}

/** What a drive last said is not what it does: of nothing is told that it is well. */
function forget(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  watch.state = undefined;
  if (watch.conditions.size === 0) return;
  for (const slot of TOLD_BY_DRIVE) {
    if (step(watch, slot, 'unknown', now, NaN)) reporter.tell(watch, slot, now, () => ({ text: '' }));
  }
  forgetLimits(watch, now, reporter);
}
