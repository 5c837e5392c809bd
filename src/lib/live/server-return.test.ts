import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awaitedAfter, isUnanswered, onServerReturn } from './server-return';

describe('a page without a server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('comes back as soon as the server answers, and tries again when that did not help', async () => {
    const answers = [false, false, true, false, true];
    const back = vi.fn();
    const stop = onServerReturn('/healthz', back, async () => answers.shift() ?? true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(back).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(back).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(back).toHaveBeenCalledTimes(2);
    stop();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(back).toHaveBeenCalledTimes(2);
  });

  it('waits no longer when it has gone', async () => {
    const ask = vi.fn(async (_what: string) => false);
    const stop = onServerReturn('/readyz', () => expect.unreachable(), ask);
    await vi.advanceTimersByTimeAsync(4_000);
    stop();
    ask.mockResolvedValue(true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ask.mock.calls).toEqual([['/readyz'], ['/readyz']]);
  });

  it('waits for the server where it was not reached, for its parts where it said so, else for nothing', () => {
    expect(awaitedAfter(500, true)).toBe('/healthz');
    expect(awaitedAfter(503, undefined)).toBe('/readyz');
    expect(awaitedAfter(500, undefined)).toBeUndefined();
    expect(awaitedAfter(404, undefined)).toBeUndefined();
  });

  it.each([
    'Failed to fetch',
    'NetworkError when attempting to fetch resource.',
    'Load failed',
    'Failed to fetch dynamically imported module: http://127.0.0.1/_app/immutable/nodes/14.js',
    'Importing a module script failed.',
  ])('is told from a page with a fault by what browsers say: %s', (message) => {
    expect(isUnanswered(new TypeError(message))).toBe(true);
    expect(isUnanswered(new Error(message))).toBe(false);
    expect(isUnanswered(new TypeError('Cannot read properties of undefined'))).toBe(false);
  });
});
