import { expect, it } from 'vitest';
import { pauseMs } from './backoff';

it('waits longer each time up to a limit, and never shorter than half of it', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => pauseMs(attempt, 1))).toEqual([
    250, 500, 1_000, 2_000, 4_000, 4_000, 4_000,
  ]);
  expect([0, 4, 50].map((attempt) => pauseMs(attempt, 0))).toEqual([125, 2_000, 2_000]);
});
