import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALM, debounced, dueAt, TOLD_ACTIVE, type Debounce, type Reading } from './debounce';

const DELAYS = { onDelayMs: 1_000, offDelayMs: 3_000 };

/** What is told after each of the readings, which come one second apart unless a time is given. */
function told(readings: readonly Reading[], from: Debounce = CALM): Reading[] {
  let state = from;
  return readings.map((reading, second) => (state = debounced(state, reading, DELAYS, second * 1_000)).told);
}

describe('a debounced condition', () => {
  it('is told as active after it has held for the on-delay', () => {
    expect(told(['active', 'active', 'active'])).toEqual(['normal', 'active', 'active']);
  });

  it('is not told when it was gone again before the on-delay had passed', () => {
    expect(told(['active', 'normal', 'active', 'normal'])).toEqual(['normal', 'normal', 'normal', 'normal']);
  });

  it('is told as normal after it has been gone for the off-delay', () => {
    expect(told(['normal', 'normal', 'normal', 'normal'], TOLD_ACTIVE)).toEqual([
      'active',
      'active',
      'active',
      'normal',
    ]);
  });

  it('is told at once when there are no delays', () => {
    const none = { onDelayMs: 0, offDelayMs: 0 };
    const active = debounced(CALM, 'active', none, 5);
    expect(active.told).toBe('active');
    expect(debounced(active, 'normal', none, 6).told).toBe('normal');
  });

  it('becomes unknown at once, and is active at once when its source says so again', () => {
    expect(told(['unknown', 'unknown', 'active'], TOLD_ACTIVE)).toEqual(['unknown', 'unknown', 'active']);
  });

  it('returns from unknown to normal only after the off-delay', () => {
    expect(told(['unknown', 'normal', 'normal', 'normal', 'normal'], TOLD_ACTIVE)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'normal',
    ]);
  });

  it('begins its delay anew after a moment in which nothing was known', () => {
    expect(told(['active', 'unknown', 'active', 'active'])).toEqual(['normal', 'normal', 'normal', 'active']);
  });

  it('waits no longer because our clock was set back', () => {
    const waiting = debounced(CALM, 'active', DELAYS, 100_000);
    const setBack = debounced(waiting, 'active', DELAYS, 50_000);
    expect(dueAt(setBack, DELAYS)).toBe(51_000);
  });

  it('knows when its delay will have passed', () => {
    expect(dueAt(CALM, DELAYS)).toBeUndefined();
    expect(dueAt(debounced(CALM, 'active', DELAYS, 10), DELAYS)).toBe(1_010);
    expect(dueAt(debounced(TOLD_ACTIVE, 'normal', DELAYS, 10), DELAYS)).toBe(3_010);
  });
});

const reading = fc.constantFrom<Reading>('active', 'normal', 'unknown');
const course = fc.array(fc.record({ reading, afterMs: fc.integer({ min: 0, max: 5_000 }) }), {
  maxLength: 60,
});

describe('any course of readings', () => {
  it('is never told as normal while it is active or unknown', () => {
    fc.assert(
      fc.property(course, (steps) => {
        let state: Debounce = TOLD_ACTIVE;
        let now = 0;
        for (const step of steps) {
          now += step.afterMs;
          const before = state.told;
          state = debounced(state, step.reading, DELAYS, now);
          if (before !== 'normal' && state.told === 'normal') expect(step.reading).toBe('normal');
        }
      }),
    );
  });

  it('is told as active only when it has been active for the on-delay without a break', () => {
    fc.assert(
      fc.property(course, (steps) => {
        let state: Debounce = CALM;
        let now = 0;
        let activeSince: number | undefined;
        for (const step of steps) {
          now += step.afterMs;
          activeSince = step.reading === 'active' ? (activeSince ?? now) : undefined;
          const before = state.told;
          state = debounced(state, step.reading, DELAYS, now);
          if (before === 'normal' && state.told === 'active') {
            expect(now - (activeSince ?? Infinity)).toBeGreaterThanOrEqual(DELAYS.onDelayMs);
          }
        }
      }),
    );
  });
});
