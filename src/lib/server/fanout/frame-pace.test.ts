import { describe, expect, it } from 'vitest';
import { FRAME_PACES_MS } from '../../protocol/frame';
import { FOCUS_MS, FramePace, ROUND_MS, type LoadSigns } from './frame-pace';

const QUIET: LoadSigns = { lateMs: 2, tookMs: 3, clients: 20, behind: 0 };
const SECOND = 1_000 / ROUND_MS;

/** That many seconds of rounds with these signs; returns how often frames were sent. */
function live(pace: FramePace, seconds: number, signs: Partial<LoadSigns> = {}): number {
  let sent = 0;
  for (let i = 0; i < seconds * SECOND; i += 1) if (pace.round({ ...QUIET, ...signs })) sent += 1;
  return sent;
}

const LATE = { lateMs: 300 };

describe('frames of many drives', () => {
  it('are sent four times a second while nothing strains the server', () => {
    const pace = new FramePace();
    expect(live(pace, 60)).toBe(240);
    expect(pace.ms).toBe(250);
  });

  it.each([
    ['rounds come late', LATE],
    ['frames take a fifth of the time', { tookMs: 200 }],
    ['a quarter of the clients are behind', { clients: 40, behind: 10 }],
  ])('become fewer, step by step, while %s', (_, signs) => {
    const pace = new FramePace();
    live(pace, 1, signs);
    expect(pace.ms).toBe(500);
    live(pace, 1, signs);
    expect(pace.ms).toBe(1_000);
    live(pace, 60, signs);
    expect(pace.ms).toBe(1_000);
  });

  it('are as many as the pace says', () => {
    const pace = new FramePace();
    live(pace, 1, LATE);
    expect(live(pace, 8)).toBe(16);
    live(pace, 2, LATE);
    expect(pace.ms).toBe(1_000);
    expect(live(pace, 8)).toBe(8);
  });

  it('stay as many after one pause, and with a few clients that hang', () => {
    const pace = new FramePace();
    pace.round({ ...QUIET, lateMs: 2_000 });
    live(pace, 10);
    live(pace, 10, { clients: 3, behind: 2 });
    live(pace, 10, { clients: 7, behind: 7 });
    expect(pace.ms).toBe(250);
  });

  it('become fewer also when only every other round is strained', () => {
    const pace = new FramePace();
    for (let i = 0; i < 10 * SECOND; i += 1) pace.round({ ...QUIET, lateMs: i % 2 === 0 ? 200 : 0 });
    expect(pace.ms).toBe(1_000);
  });

  it('become more again after ten easy seconds, and not before', () => {
    const pace = new FramePace();
    live(pace, 2, LATE);
    expect(pace.ms).toBe(1_000);
    live(pace, 9.75);
    expect(pace.ms).toBe(1_000);
    live(pace, 0.25);
    expect(pace.ms).toBe(500);
    live(pace, 10);
    expect(pace.ms).toBe(250);
  });

  it('do not become more while there would be no room for more', () => {
    const pace = new FramePace();
    live(pace, 1, LATE);
    live(pace, 300, { tookMs: 30 });
    expect(pace.ms).toBe(500);
  });

  it('do not wait for a quiet that a busy machine never has', () => {
    const pace = new FramePace();
    live(pace, 1, LATE);
    for (let i = 0; i < 60 * SECOND; i += 1) pace.round({ ...QUIET, lateMs: i % 20 === 0 ? 70 : 5 });
    expect(pace.ms).toBe(250);
  });

  it('wait longer each time they became more too soon, and as ever after a good minute', () => {
    const pace = new FramePace();
    const easedAfter = () => {
      let seconds = 0;
      for (; pace.ms > 250; seconds += 1) live(pace, 1);
      return seconds;
    };
    live(pace, 1, LATE);
    expect(easedAfter()).toBe(10);
    live(pace, 1, LATE);
    expect(easedAfter()).toBe(20);
    for (let i = 0; i < 10; i += 1) {
      live(pace, 1, LATE);
      expect(easedAfter()).toBeLessThanOrEqual(80);
    }
    live(pace, 61);
    live(pace, 1, LATE);
    expect(easedAfter()).toBe(10);
  });
});

it('a drive in focus gives way last', () => {
  expect(FRAME_PACES_MS.map((ms) => FOCUS_MS[ms])).toEqual([100, 100, 250]);
});
