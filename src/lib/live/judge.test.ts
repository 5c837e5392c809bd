import { expect, it } from 'vitest';
import { FRESHNESS } from '$lib/domain/telemetry/quality';
import { FRAME_PACES_MS } from '$lib/protocol/frame';
import { freshnessNow, worse } from './judge';

it('the worse of two grades of freshness counts', () => {
  for (const [i, a] of FRESHNESS.entries()) {
    for (const [j, b] of FRESHNESS.entries()) expect(worse(a, b)).toBe(FRESHNESS[Math.max(i, j)]);
  }
});

it('what the server called live grows stale and lost here at the same ages, though nothing is heard', () => {
  const at = (ageMs: number) => freshnessNow('live', 1_000_000, 1_000, 1_000_000 + ageMs);
  expect([at(0), at(3_000), at(3_001), at(10_000), at(10_001)]).toEqual([
    'live',
    'live',
    'stale',
    'stale',
    'lost',
  ]);
});

it('what the server called lost stays lost, however young its last value', () => {
  expect(freshnessNow('lost', 1_000_000, 1_000, 1_000_001)).toBe('lost');
});

it('nothing of unknown age is live', () => {
  expect(freshnessNow('live', Number.NaN, 1_000, 5)).toBe('lost');
  expect(freshnessNow('never', Number.NaN, 1_000, 5)).toBe('never');
});

it('a drive that speaks at its interval stays live however rarely the server sends frames', () => {
  const slowest = Math.max(...FRAME_PACES_MS);
  // On its way and in the rounds of both sides, a value may wait a little besides.
  const more = 200;
  for (let intervalMs = 50; intervalMs <= 60_000; intervalMs += 50) {
    const oldest = intervalMs + slowest + more;
    expect([intervalMs, freshnessNow('live', 0, intervalMs, oldest)]).toEqual([intervalMs, 'live']);
  }
});
