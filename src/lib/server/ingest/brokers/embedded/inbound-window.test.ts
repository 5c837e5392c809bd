import { expect, it, vi } from 'vitest';
import { InboundWindow } from './inbound-window';

it('is full at its number of messages and opens again at half of them', () => {
  const changed = vi.fn();
  const window = new InboundWindow({ messages: 4, bytes: 1_000 }, changed);
  for (let i = 0; i < 3; i += 1) window.take(1, 10);
  expect(window.full).toBe(false);
  window.take(1, 20);
  expect(window.state).toEqual({ messages: 4, bytes: 4, paused: true, since: 20 });
  window.release(1, 1);
  expect(window.full).toBe(true);
  window.release(1, 1);
  expect(window.state).toEqual({ messages: 2, bytes: 2, paused: false, since: undefined });
  expect(changed).toHaveBeenCalledTimes(2);
});

it('is full at its number of bytes too', () => {
  const window = new InboundWindow({ messages: 100, bytes: 10 }, vi.fn());
  window.take(11, 5);
  expect(window.full).toBe(true);
  window.release(1, 11);
  expect(window.full).toBe(false);
});

it('says since when it is full, not when it last grew', () => {
  const window = new InboundWindow({ messages: 1, bytes: 10 }, vi.fn());
  window.take(1, 5);
  window.take(1, 99);
  expect(window.state.since).toBe(5);
});
