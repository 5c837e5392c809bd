import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time';
import { judgeArrival } from './arrival';

const NOW = Date.UTC(2026, 10, 20, 9);
const clock = (offsetMs: number) => ({ offsetMs, uncertaintyMs: 10, epoch: 3 });

describe('the time of a message', () => {
  it('is the stated one, and its moment by our clock is corrected by the measured offset', () => {
    expect(judgeArrival(NOW - HOUR_MS - 500, NOW, clock(-HOUR_MS))).toEqual({
      sourceTime: NOW - HOUR_MS - 500,
      measuredAt: NOW - 500,
      publishedAt: NOW - 500,
      epoch: 3,
    });
  });

  it('is the receive time when none is stated', () => {
    expect(judgeArrival(undefined, NOW, undefined)).toEqual({
      sourceTime: undefined,
      measuredAt: NOW,
      publishedAt: NOW,
      epoch: 0,
    });
  });

  it('counts the delay of the line as delay, as long as the clock agrees with ours', () => {
    expect(judgeArrival(NOW - 900, NOW, clock(-800))).toMatchObject({
      measuredAt: NOW - 100,
      publishedAt: NOW - 900,
    });
    expect(judgeArrival(NOW + 50, NOW, clock(40)).publishedAt).toBe(NOW);
  });

  it('is never after the message was received', () => {
    expect(judgeArrival(NOW + HOUR_MS, NOW, undefined)).toMatchObject({
      sourceTime: NOW + HOUR_MS,
      measuredAt: NOW,
    });
  });

  it.each([
    ['1969', Date.UTC(1969, 6, 20)],
    ['a clock that was never set', 90_000],
    ['2099', Date.UTC(2099, 0)],
    ['more than a day ahead', NOW + DAY_MS + 1],
  ])('is not believed in %s: the record has its receive time', (_, stated) => {
    expect(judgeArrival(stated, NOW, clock(0))).toMatchObject({ sourceTime: undefined, measuredAt: NOW });
  });

  it('may be a day ahead of the corrected clock, and any age behind it', () => {
    const ahead = NOW + HOUR_MS + DAY_MS;
    expect(judgeArrival(ahead, NOW, clock(HOUR_MS)).sourceTime).toBe(ahead);
    expect(judgeArrival(ahead + 1, NOW, clock(HOUR_MS)).sourceTime).toBeUndefined();
    expect(judgeArrival(NOW - 300 * DAY_MS, NOW, clock(0)).sourceTime).toBe(NOW - 300 * DAY_MS);
  });

  it('is not believed of a clock more than a day off, but still tells a backlog from live messages', () => {
    const off = clock(73 * 365 * DAY_MS);
    const deviceNow = NOW + off.offsetMs;
    expect(judgeArrival(deviceNow - 40, NOW, off)).toMatchObject({
      sourceTime: undefined,
      measuredAt: NOW - 40,
    });
    expect(judgeArrival(deviceNow - 10 * MINUTE_MS, NOW, off).measuredAt).toBe(NOW - 10 * MINUTE_MS);
  });
});
