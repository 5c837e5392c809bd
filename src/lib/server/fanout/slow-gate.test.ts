import { expect, it } from 'vitest';
import { ACKNOWLEDGE_MS, MOST_BUFFERED, MOST_UNDER_WAY, SlowGate, TOO_SLOW_MS } from './slow-gate';

it('stays open for a client that takes in what it is sent', () => {
  const gate = new SlowGate();
  for (let frame = 1, now = 0; frame <= 1_000; frame += 1, now += 250) {
    gate.sent(frame, now);
    gate.received(frame);
    expect(gate.judge(now, 0)).toBe('open');
  }
});

it('closes when a frame is not acknowledged in time', () => {
  const gate = new SlowGate();
  gate.sent(1, 0);
  expect(gate.judge(ACKNOWLEDGE_MS, 0)).toBe('open');
  expect(gate.judge(ACKNOWLEDGE_MS + 1, 0)).toBe('closed');
  expect(gate.closedSince).toBe(ACKNOWLEDGE_MS + 1);
});

it('closes when the transport takes nothing, or too much is under way', () => {
  const stuck = new SlowGate();
  expect(stuck.judge(0, MOST_BUFFERED)).toBe('open');
  expect(stuck.judge(0, MOST_BUFFERED + 1)).toBe('closed');

  const flooded = new SlowGate();
  for (let frame = 1; frame < MOST_UNDER_WAY; frame += 1) flooded.sent(frame, 0);
  expect(flooded.judge(0, 0)).toBe('open');
  flooded.sent(MOST_UNDER_WAY, 0);
  expect(flooded.judge(0, 0)).toBe('closed');
});

it('opens once, and only when everything that was sent has been taken in', () => {
  const gate = new SlowGate();
  gate.sent(1, 0);
  gate.sent(2, 0);
  gate.judge(2_000, 0);
  gate.received(1);
  expect(gate.judge(2_100, 0)).toBe('closed');
  gate.received(2);
  expect(gate.judge(2_200, 1)).toBe('closed');
  expect(gate.judge(2_300, 0)).toBe('opened');
  expect(gate.judge(2_400, 0)).toBe('open');
});

it('is not opened by an acknowledgement of something that was never sent', () => {
  const gate = new SlowGate();
  gate.sent(7, 0);
  gate.received(4_000_000_000);
  expect(gate.judge(2_000, 0)).toBe('closed');
});

it('goes on when numbers begin again', () => {
  const gate = new SlowGate();
  gate.sent(0xffff_ffff, 0);
  gate.sent(0, 0);
  gate.received(0);
  expect(gate.judge(2_000, 0)).toBe('open');
});

it('gives a client a minute to catch up', () => {
  const gate = new SlowGate();
  gate.sent(1, 0);
  gate.judge(2_000, 0);
  expect(gate.isTooSlow(2_000 + TOO_SLOW_MS)).toBe(false);
  expect(gate.isTooSlow(2_001 + TOO_SLOW_MS)).toBe(true);
});
