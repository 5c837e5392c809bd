import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isUnanswered, onServerReturn } from './server-return';

describe('a page without a server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('comes back once, as soon as the server answers', async () => {
    const answers = [false, false, true, true];
    const back = vi.fn();
    onServerReturn(back, async () => answers.shift() ?? true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(back).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(back).toHaveBeenCalledTimes(1);
    expect(answers).toEqual([true]);
  });

  it('waits no longer when it has gone', async () => {
    const ask = vi.fn(async () => false);
    const stop = onServerReturn(() => expect.unreachable(), ask);
    await vi.advanceTimersByTimeAsync(4_000);
    stop();
    ask.mockResolvedValue(true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ask).toHaveBeenCalledTimes(2);
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
