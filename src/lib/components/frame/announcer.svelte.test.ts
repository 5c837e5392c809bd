import { beforeEach, describe, expect, it } from 'vitest';
import { anAlarm } from '../../../../tests/support/alarm-views';
import type { Priority } from '$lib/domain/alarms/priority';
import { Announcer, SUMMARY_EVERY_MS } from './announcer.svelte';

let now: number;
let due: { at: number; fn: () => void } | undefined;
let announcer: Announcer;
beforeEach(() => {
  now = 0;
  due = undefined;
  announcer = new Announcer({
    now: () => now,
    after(ms, fn) {
      due = { at: now + ms, fn };
      return () => (due = undefined);
    },
  });
});

let id = 0;
const comes = (priority: Priority) =>
  announcer.heard({ calls: [anAlarm((id += 1), { priority })], unknown: [], isMissed: false });

/** Time passes second by second; returns how often the summary changed. */
function pass(seconds: number, each: () => void): number {
  let told = 0;
  for (let i = 0; i < seconds; i += 1) {
    const before = announcer.summary;
    each();
    now += 1_000;
    if (due !== undefined && due.at <= now) {
      const { fn } = due;
      due = undefined;
      fn();
    }
    if (announcer.summary !== before) told += 1;
  }
  return told;
}

describe('what screen readers hear', () => {
  it('is one alert for each alarm of the highest priority', () => {
    comes(1);
    comes(1);
    expect(announcer.alerts).toHaveLength(2);
    expect(new Set(announcer.alerts.map((alert) => alert.id)).size).toBe(2);
  });

  it('is at most three summaries in thirty seconds of flood', () => {
    const told = pass(30, () => {
      for (let i = 0; i < 100; i += 1) comes(3);
    });
    expect(told).toBeLessThanOrEqual(3);
    expect(announcer.alerts).toEqual([]);
  });

  it('sums up what came since the last time', () => {
    comes(2);
    comes(4);
    comes(4);
    pass(1, () => undefined);
    expect(announcer.summary).toBe('New alarms: 1 high, 2 low.');
    comes(3);
    expect(due?.at).toBe(1_000 + SUMMARY_EVERY_MS);
  });
});
