import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Spaced } from './spaced';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is done at once, and for a thousand requests once more', () => {
  const fn = vi.fn();
  const spaced = new Spaced(fn, 1_000);
  for (let i = 0; i < 1_000; i += 1) spaced.request();
  expect(fn).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(fn).toHaveBeenCalledTimes(2);
  spaced.request();
  expect(fn).toHaveBeenCalledTimes(3);
});

it('does nothing any more once it was stopped', () => {
  const fn = vi.fn();
  const spaced = new Spaced(fn, 1_000);
  spaced.request();
  spaced.request();
  spaced.stop();
  vi.advanceTimersByTime(10_000);
  expect(fn).toHaveBeenCalledTimes(1);
});
