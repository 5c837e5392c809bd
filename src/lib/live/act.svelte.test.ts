import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Act, LATE_MS, UNANSWERED_MS } from './act.svelte';
import { ApiError } from './api';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An act whose answer the test gives. */
function begun() {
  const act = new Act();
  let answer: () => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const done = act.run(
    'Acknowledge',
    () =>
      new Promise<void>((resolve, reject) => {
        answer = resolve;
        refuse = reject;
      }),
  );
  return { act, done, answer: () => answer(), refuse: (error: Error) => refuse(error) };
}

it('is pending until the server has done it, and never before', async () => {
  const { act, done, answer } = begun();
  expect(act.phase).toBe('pending');
  answer();
  expect(await done).toBe(true);
  expect(act.phase).toBe('idle');
});

it('says after 2 s that it takes long, and after 5 s that it does not know', () => {
  const { act } = begun();
  vi.advanceTimersByTime(LATE_MS);
  expect(act.phase).toBe('late');
  vi.advanceTimersByTime(UNANSWERED_MS - LATE_MS);
  expect(act.phase).toBe('failed');
  expect(act.fault?.outcome).toBe('unknown');
});

it('believes an answer that comes after all', async () => {
  const { act, done, answer } = begun();
  vi.advanceTimersByTime(UNANSWERED_MS);
  answer();
  await done;
  expect(act.phase).toBe('idle');
});

it('tells why it was refused, and that it was not done', async () => {
  const { act, done, refuse } = begun();
  refuse(new ApiError('conflict', 'Acknowledged by responder 2.', 409));
  expect(await done).toBe(false);
  expect(act.fault).toEqual({
    code: 'conflict',
    message: 'Acknowledged by responder 2.',
    outcome: 'not-done',
  });
});

it('does not know what became of an act whose connection broke', async () => {
  const { act, done, refuse } = begun();
  refuse(new ApiError('unreachable', 'The server does not answer.'));
  await done;
  expect(act.fault?.outcome).toBe('unknown');
});

it('is settled by the stream when the answer got lost', () => {
  const { act } = begun();
  vi.advanceTimersByTime(UNANSWERED_MS);
  act.confirmed();
  expect(act.phase).toBe('idle');
});

it('is not begun twice, and is repeated only when somebody says so', async () => {
  const ask = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new ApiError('internal', 'No.', 500));
  const act = new Act();
  const first = act.run('Close', ask);
  expect(await act.run('Close', ask)).toBe(false);
  await first;
  expect(ask).toHaveBeenCalledTimes(1);
  ask.mockResolvedValueOnce();
  expect(await act.retry()).toBe(true);
  expect(ask).toHaveBeenCalledTimes(2);
});
