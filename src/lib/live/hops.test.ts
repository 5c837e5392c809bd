import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '$lib/protocol/down';
import { brokenHop } from './hops';

const ok = { state: 'ok', since: 0 } as const;
const down = { state: 'down', since: 0 } as const;
const beat = (change: Partial<Heartbeat> = {}): Heartbeat => ({
  now: 0,
  head: 0,
  database: ok,
  broker: ok,
  gateways: { live: 2, total: 2, held: 0 },
  drives: { live: 5, stale: 0, lost: 0, never: 1 },
  sites: { live: 1, total: 1 },
  frameMs: 250,
  ...change,
});
const fewer = { gateways: { live: 1, total: 2, held: 0 } };
const stale = { drives: { live: 4, stale: 1, lost: 0, never: 1 } };

describe('the broken hop', () => {
  it('is none while everything works, and drives that never spoke are none', () => {
    expect(brokenHop('live', true, beat())).toBeUndefined();
    expect(brokenHop('connecting', true, undefined)).toBeUndefined();
  });

  it('is the one nearest to the person', () => {
    expect(brokenHop('live', true, beat(stale))).toBe('drive');
    expect(brokenHop('live', true, beat({ ...stale, ...fewer }))).toBe('gateway');
    expect(brokenHop('live', true, beat({ ...fewer, broker: down }))).toBe('broker');
    expect(brokenHop('live', true, beat({ database: { state: 'starting', since: 0 }, broker: down }))).toBe(
      'database',
    );
    expect(brokenHop('down', true, beat({ database: down }))).toBe('server');
    expect(brokenHop('ended', true, beat())).toBe('server');
    expect(brokenHop('down', false, beat())).toBe('browser');
  });

  it('is not the browser’s network while the server is heard all the same', () => {
    expect(brokenHop('live', false, beat())).toBeUndefined();
  });
});
