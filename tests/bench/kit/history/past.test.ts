import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../../src/lib/domain/time';
import { drivesAt, pastSamples } from './past';

const UNTIL = Date.UTC(2026, 10, 21, 12);

describe('the past of a plant that is measured', () => {
  const rows = [
    ...pastSamples({ keys: [7, 8, 9], days: 1, until: UNTIL, othersEveryMs: HOUR_MS, batchRows: 5_000 }),
  ].flat();
  const times = (key: number) => rows.filter((row) => row.driveKey === key).map((row) => row.sourceMs);

  it('has every second of one drive, and its end is open', () => {
    const expected = Array.from({ length: 86_400 }, (_, s) => UNTIL - DAY_MS + s * 1_000);
    expect(times(7)).toEqual(expected);
  });

  it('has every other drive as seldom as asked, each at its own moment', () => {
    for (const key of [8, 9]) expect(times(key)).toHaveLength(24);
    expect(times(8).filter((at) => times(9).includes(at))).toEqual([]);
  });

  it('comes in the order of time', () => {
    expect(rows.every((row, i) => i === 0 || row.sourceMs >= (rows[i - 1]?.sourceMs ?? 0))).toBe(true);
  });

  it('gives each of many drives its turn once', () => {
    const turns = Array.from({ length: 60 }, (_, s) => drivesAt(s * 1_000, 200, 60_000).slice(1)).flat();
    expect(turns.sort((a, b) => a - b)).toEqual(Array.from({ length: 199 }, (_, i) => i + 1));
  });
});
