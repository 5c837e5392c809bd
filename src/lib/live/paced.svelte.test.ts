import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DrawLoop } from './draw-loop';
import { DIGITS_MS, Paced } from './paced';

/** A screen that draws 60 times a second. */
const SCREEN_MS = 1_000 / 60;

let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  let nextFrameAt = 0;
  vi.stubGlobal('requestAnimationFrame', (fn: FrameRequestCallback) => {
    while (nextFrameAt <= performance.now()) nextFrameAt += SCREEN_MS;
    return setTimeout(() => fn(performance.now()), nextFrameAt - performance.now());
  });
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Changes at these times; when each of them was on the screen, for those that were. */
function shown(times: readonly number[]): { came: number; shown: number }[] {
  let newest = -1;
  const paced = new Paced(new DrawLoop(), DIGITS_MS, () => newest);
  const seen: { came: number; shown: number }[] = [];
  stop = $effect.root(() => {
    $effect(() => {
      const came = paced.current;
      if (came >= 0) seen.push({ came, shown: performance.now() });
    });
  });
  flushSync();
  const passUntil = (time: number) => {
    while (performance.now() < time) {
      vi.advanceTimersByTime(1);
      flushSync();
    }
  };
  for (const at of times) {
    passUntil(at);
    newest = at;
    paced.changed();
  }
  passUntil(performance.now() + 2 * DIGITS_MS);
  return seen;
}

it('what comes once a second is shown each time, when it comes', () => {
  const times = Array.from({ length: 60 }, (_, i) => 500 + 1_000 * i + ((i * 37) % 40));
  const seen = shown(times);
  expect(seen.map(({ came }) => came)).toEqual(times);
  expect(Math.max(...seen.map(({ came, shown: at }) => at - came))).toBeLessThan(2 * SCREEN_MS + 1);
});

it('what comes ten times a second is shown once a second', () => {
  const seen = shown(Array.from({ length: 600 }, (_, i) => 500 + 100 * i));
  expect(seen.length).toBeGreaterThan(58);
  expect(seen.length).toBeLessThanOrEqual(62);
  expect(seen.every(({ shown: at }, i) => i === 0 || at - seen[i - 1]!.shown >= 0.9 * DIGITS_MS)).toBe(true);
});
