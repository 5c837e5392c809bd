import { describe, expect, it } from 'vitest';
import {
  compareLives,
  FLAT_SHARE_PER_HOUR,
  isEqual,
  isFlat,
  settled,
  slopeOf,
  type Life,
  type Point,
} from './verdict';

/** One value every 5 s; garbage piles up for 40 s and is collected. */
function points(minutes: number, mb: (minute: number) => number): Point[] {
  return Array.from({ length: minutes * 12 }, (_, i) => ({
    age: i * 5_000,
    mb: mb(i / 12) + 2 * (i % 8),
  }));
}

describe('memory', () => {
  it('is flat however high the saw teeth of the collector are', () => {
    const slope = slopeOf(points(15, () => 120));
    expect(slope?.perHour).toBeCloseTo(0, 5);
    expect(slope && isFlat(slope)).toBe(true);
  });

  it('is judged while nothing is killed, without the first ten minutes of a life', () => {
    const warm = points(40, (minute) => 120 + 10 * Math.min(minute, 9));
    const ages = (from: number, calmFrom: number) =>
      settled({ from, points: warm }, calmFrom).map(({ age }) => age / 60_000);
    expect(ages(0, 25 * 60_000)[0]).toBe(25);
    expect(ages(20 * 60_000, 25 * 60_000)[0]).toBe(10);
    expect(slopeOf(settled({ from: 0, points: warm }, 0))?.perHour).toBeCloseTo(0, 5);
    const short = { from: 0, points: points(6, () => 120) };
    expect(settled(short, 0)[0]?.age).toBe(3 * 60_000);
  });

  it('is not flat when something is kept', () => {
    expect(slopeOf(points(15, (minute) => 120 + minute))?.perHour).toBeCloseTo(60, 0);
    const leak = slopeOf(points(15, (minute) => 120 + minute));
    expect(leak && isFlat(leak)).toBe(false);
    const large = slopeOf(points(15, (minute) => 400 + minute));
    expect(large && isFlat(large)).toBe(false);
    expect(large && isFlat(large, FLAT_SHARE_PER_HOUR)).toBe(true);
  });

  it('is judged by the time it spans where it is measured now and then', () => {
    const seldom = points(15, () => 20).filter((_, i) => i % 24 === 0);
    expect(slopeOf(seldom)?.minutes).toBeGreaterThanOrEqual(8);
  });

  it('is not judged from a few minutes', () => {
    expect(slopeOf(points(2, () => 120))).toBeUndefined();
    expect(slopeOf([])).toBeUndefined();
  });

  it('of short lives is compared at the age that most of them reached', () => {
    const life = (minutes: number, mb: number): Life => ({ from: 0, points: points(minutes, () => mb) });
    const same = compareLives([life(3, 100), life(2, 100), life(3, 104), life(3, 101)]);
    expect(same).toMatchObject({ lives: 4 });
    expect(same && isEqual(same)).toBe(true);
    const grown = compareLives([life(2, 100), life(2, 110), life(2, 130), life(2, 140)]);
    expect(grown && isEqual(grown)).toBe(false);
    expect(compareLives([life(2, 100)])).toBeUndefined();
    expect(compareLives([1, 1, 1, 1].map((minutes) => life(minutes, 100)))).toBeUndefined();
  });
});
