import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';
import { ClockOffset } from './clock-offset';

const START = Date.UTC(2026, 10, 20, 9);

/** Messages once a second; `offset` and `delay` per message. */
function live(
  clock: ClockOffset,
  from: number,
  seconds: number,
  offset: number,
  delay: (i: number) => number = () => 20,
): number {
  for (let i = 0; i < seconds; i += 1) {
    const made = from + i * SECOND_MS;
    clock.observe(made + offset, made + delay(i));
  }
  return from + seconds * SECOND_MS;
}

describe('the offset of a clock', () => {
  it('is not known before a message was believed', () => {
    const clock = new ClockOffset();
    expect(clock.reading()).toBeUndefined();
    clock.observe(START - HOUR_MS, START);
    expect(clock.reading()).toBeUndefined();
  });

  it('is taken from the message with the least delay', () => {
    const clock = new ClockOffset();
    live(clock, START, 60, 300, (i) => 20 + (i % 7) * 150);
    expect(clock.reading()).toMatchObject({ offsetMs: 280, epoch: 0 });
  });

  it('says how uncertain it is: more while few messages are known, and more on a line that scatters', () => {
    const first = new ClockOffset();
    live(first, START, 1, 0);
    const calm = new ClockOffset();
    live(calm, START, 60, 0);
    const rough = new ClockOffset();
    live(rough, START, 60, 0, (i) => (i * 397) % 1_500);
    const of = (clock: ClockOffset) => clock.reading()?.uncertaintyMs ?? NaN;
    expect(of(first)).toBeGreaterThan(of(calm));
    expect(of(rough)).toBeGreaterThan(10 * of(calm));
  });

  it.each([-HOUR_MS, -5 * MINUTE_MS, 5 * MINUTE_MS, 3 * 24 * HOUR_MS])(
    'follows a clock that is set %i ms off, once it has held that for a while, as a new epoch',
    (step) => {
      const clock = new ClockOffset();
      const then = live(clock, START, 60, 0);
      const early = live(clock, then, 5, step);
      expect(clock.reading()).toMatchObject({ epoch: 0 });
      live(clock, early, 20, step);
      expect(clock.reading()).toMatchObject({ offsetMs: step - 20, epoch: 1 });
    },
  );

  it('does not follow single messages from the future or the past', () => {
    const clock = new ClockOffset();
    let now = live(clock, START, 30, 0);
    for (let i = 0; i < 50; i += 1) {
      clock.observe(i % 2 === 0 ? Date.UTC(2099, 0) : Date.UTC(1969, 0), now);
      now = live(clock, now, 1, 0);
    }
    expect(clock.reading()).toMatchObject({ offsetMs: -20, epoch: 0 });
  });

  it('follows slow drift without calling it a step', () => {
    const clock = new ClockOffset();
    for (let i = 0; i < 3_600 * 2; i += 1) {
      const made = START + i * SECOND_MS;
      clock.observe(made - i, made + 20);
    }
    const { offsetMs = 0, epoch } = clock.reading() ?? {};
    expect(epoch).toBe(0);
    expect(offsetMs).toBeLessThan(-7_200 + 700);
  });

  it('is not moved by a backlog, however long the gap and however fast it is replayed', () => {
    const gaps = fc.integer({ min: 5, max: 24 * 3_600 });
    const speeds = fc.double({ min: 1.5, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(gaps, speeds, fc.integer({ min: -60_000, max: 60_000 }), (gap, speed, offset) => {
        const clock = new ClockOffset();
        const lost = live(clock, START, 60, offset);
        const before = clock.reading();
        const backAt = lost + gap * SECOND_MS;
        let received = backAt;
        for (let made = lost; made < received; made += SECOND_MS) {
          clock.observe(made + offset, received + 20);
          received += SECOND_MS / speed;
        }
        expect(clock.reading()?.epoch).toBe(before?.epoch);
        expect(clock.reading()?.offsetMs).toBe(before?.offsetMs);
      }),
      { numRuns: 30 },
    );
  });
});
