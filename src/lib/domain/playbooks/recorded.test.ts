import { describe, expect, it } from 'vitest';
import { CHECK_COMMAND } from './commands/command-types';
import { recordedCourse, recordedMoment, recordedWindow } from './recorded';

const T = Date.UTC(2026, 10, 12, 3);
const WINDOW = { from: T, to: T + 3_600_000 };
const step = (type: string, startedAt: number | null, endedAt: number | null) => ({
  rendered: { commands: [{ type }] },
  startedAt,
  endedAt,
});
const check = (startedAt: number | null, endedAt: number | null) => step(CHECK_COMMAND, startedAt, endedAt);

describe('the record of a drill', () => {
  it('begins at its beginning and passes faster by the time scale, up to its end', () => {
    const course = recordedCourse(WINDOW, 60, [], 1_000);
    expect(course.at).toBe(T);
    expect(recordedMoment(course, 60, 3_000)).toBe(T + 120_000);
    expect(recordedMoment(course, 60, 1_000_000)).toBe(WINDOW.to);
    expect(recordedMoment(course, 60, 0)).toBe(T);
  });

  it('stands still while people do something', () => {
    const before = [check(1_000, 3_000), step('manual', 3_000, 500_000), check(null, null)];
    expect(recordedCourse(WINDOW, 60, before, 500_000).at).toBe(T + 120_000);
  });

  it('passes once for checks that look side by side, and on under one that still looks', () => {
    const parallel = [check(1_000, 4_000), check(2_000, 3_000), check(3_500, null)];
    expect(recordedCourse(WINDOW, 10, parallel, 6_000).at).toBe(T + 50_000);
  });

  it('is a stretch of at most a week', () => {
    expect(recordedWindow.safeParse({ from: T, to: T }).success).toBe(false);
    expect(recordedWindow.safeParse({ from: T, to: T + 8 * 86_400_000 }).success).toBe(false);
    expect(recordedWindow.safeParse(WINDOW).success).toBe(true);
  });
});
