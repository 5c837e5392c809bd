import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acknowledged, anAlarm } from '../../../tests/support/alarm-views';
import { LATE_MS, UNANSWERED_MS } from './act.svelte';
import { AlarmActs } from './alarm-acts.svelte';
import { AlarmBoard } from './alarm-board.svelte';
import { ApiError } from './api';

const alarm = anAlarm(1);
let board: AlarmBoard;
let answer: { resolve: (value: unknown) => void; reject: (error: Error) => void };
let asked: { path: string; body: object }[];
let acts: AlarmActs;

beforeEach(() => {
  vi.useFakeTimers();
  board = new AlarmBoard();
  board.take([alarm]);
  asked = [];
  acts = new AlarmActs(board, <T>(path: string, body: object) => {
    asked.push({ path, body });
    return new Promise<T>((resolve, reject) => {
      answer = { resolve: (value) => resolve(value as T), reject };
    });
  });
});
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('acknowledging', () => {
  it('is pending until the server has confirmed it, and never shown as done before', async () => {
    void acts.acknowledge(alarm, 'looking at it');
    expect(asked).toEqual([{ path: '/alarms/1/acknowledge', body: { note: 'looking at it' } }]);
    expect(acts.of(alarm.id)?.phase).toBe('pending');
    expect(board.get(alarm.id)?.acked).toBe(false);
    answer.resolve({ alarm: acknowledged(alarm) });
    await settle();
    expect(acts.of(alarm.id)).toBeUndefined();
    expect(board.get(alarm.id)?.acked).toBe(true);
  });

  it('says after two seconds that it takes long, and after five that it is not known', async () => {
    void acts.acknowledge(alarm, '');
    await vi.advanceTimersByTimeAsync(LATE_MS);
    expect(acts.of(alarm.id)?.phase).toBe('late');
    await vi.advanceTimersByTimeAsync(UNANSWERED_MS - LATE_MS);
    expect(acts.of(alarm.id)?.fault?.outcome).toBe('unknown');
    expect(board.get(alarm.id)?.acked).toBe(false);
  });

  it('tells why the server would not, and can be tried again', async () => {
    void acts.acknowledge(alarm, '');
    answer.reject(new ApiError('conflict', 'Somebody was first.', 409));
    await settle();
    const act = acts.of(alarm.id);
    expect([act?.phase, act?.fault?.message]).toEqual(['failed', 'Somebody was first.']);
    void act?.retry();
    expect(asked).toHaveLength(2);
    answer.resolve({ alarm: acknowledged(alarm) });
    await settle();
    expect(acts.of(alarm.id)).toBeUndefined();
  });

  it('of many names exactly those that were seen', async () => {
    const outcome = acts.acknowledgeAll([alarm, anAlarm(2)], 'flood');
    expect(asked[0]).toEqual({ path: '/alarms/acknowledge', body: { ids: [1, 2], note: 'flood' } });
    answer.resolve({ done: [1], failed: [{ id: 2, code: 'conflict', message: 'Already cleared.' }] });
    expect((await outcome)?.failed).toHaveLength(1);
  });
});
