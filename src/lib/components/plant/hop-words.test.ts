import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '$lib/protocol/down';
import { hopViews } from './hop-words';

const heartbeat: Heartbeat = {
  now: 100_000,
  head: 0,
  database: { state: 'ok', since: 0 },
  broker: { state: 'down', since: 60_000 },
  gateways: { live: 7, total: 8, held: 0 },
  drives: { live: 0, stale: 2, lost: 70, never: 8 },
  sites: { live: 3, total: 3 },
  frameMs: 250,
};
const states = (...args: Parameters<typeof hopViews>) =>
  Object.fromEntries(hopViews(...args).map(({ hop, state }) => [hop, state]));

describe('the way from drive to screen', () => {
  it('shows each hop as the server reports it', () => {
    expect(states('live', 400, heartbeat)).toEqual({
      browser: 'ok',
      server: 'ok',
      database: 'ok',
      broker: 'down',
      gateway: 'partly',
      drive: 'down',
    });
    expect(hopViews('live', 400, heartbeat).find(({ hop }) => hop === 'broker')?.text).toBe('down 40 s');
  });

  it('knows nothing beyond a silent server, whatever it said before', () => {
    expect(states('down', 4_000, heartbeat)).toEqual({
      browser: 'ok',
      server: 'down',
      database: 'unknown',
      broker: 'unknown',
      gateway: 'unknown',
      drive: 'unknown',
    });
  });

  it('says why nothing is recorded', () => {
    const full = { ...heartbeat, database: { state: 'down', since: 60_000, reason: 'disk full' } as const };
    expect(hopViews('live', 400, full).find(({ hop }) => hop === 'database')?.text).toBe('disk full, 40 s');
  });

  it('does not call a server broken that was not reached yet', () => {
    expect(states('connecting', undefined, undefined).server).toBe('unknown');
  });
});
