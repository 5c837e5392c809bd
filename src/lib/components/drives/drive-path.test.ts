import { describe, expect, it } from 'vitest';
import { gatewayId } from '$lib/domain/ids';
import type { GatewayHealth, GatewayLink, Heartbeat } from '$lib/protocol/down';
import { drivePath, type PathFacts } from './drive-path';

const NOW = 1_000_000;
const heartbeat: Heartbeat = {
  now: NOW,
  head: 1,
  database: { state: 'ok', since: 0 },
  broker: { state: 'ok', since: 0 },
  gateways: { live: 1, total: 1, held: 0 },
  drives: { live: 1, stale: 0, lost: 0, never: 0 },
  sites: { live: 1, total: 1 },
  frameMs: 250,
};
const gateway = (link: GatewayLink): GatewayHealth => ({
  id: gatewayId.parse('gw-001'),
  name: 'Intake cabinet',
  site: null,
  zone: null,
  link,
  since: NOW - 36_000,
  lastHeardAt: NOW - 400,
  messagesPerSecond: 1,
  heldMessages: 0,
  heldBytes: 0,
  rateLimited: false,
  clockOffsetMs: 0,
  clockUncertaintyMs: 5,
  certificateNotAfter: null,
  drivesLive: 1,
  drivesTotal: 1,
});
const facts: PathFacts = {
  link: 'live',
  lastHeardAgeMs: 200,
  heartbeat,
  gateway: gateway('live'),
  status: {
    run: 'running',
    freshness: 'live',
    marks: 0,
    faultCode: 0,
    loadPct: 50,
    receivedAt: NOW - 800,
    ageMs: 800,
  },
  intervalMs: 1_000,
  now: NOW,
};
const states = (of: PathFacts) => drivePath(of).stations.map(({ name, state }) => `${name} ${state}`);

describe('the way of a drive’s values', () => {
  it('is whole when every station is', () => {
    expect(states(facts)).toEqual(['drive ok', 'gateway ok', 'server ok', 'this page ok']);
    expect(drivePath(facts).broken).toBeUndefined();
  });

  it('broken at the server says nothing of gateway and drive', () => {
    const silent = { ...facts, link: 'down', lastHeardAgeMs: 9_000 } as const;
    expect(states(silent)).toEqual(['drive unknown', 'gateway unknown', 'server broken', 'this page ok']);
    expect(drivePath(silent).broken).toContain('nothing heard for 9.0 s');
  });

  it.each(['offline', 'silent', 'revoked', 'never'] as const)(
    'broken at a gateway that is %s names the gateway and not the drive',
    (link) => {
      const broken = { ...facts, gateway: gateway(link) };
      expect(states(broken).slice(0, 2)).toEqual(['drive unknown', 'gateway broken']);
      expect(drivePath(broken).broken).toContain('Gateway Intake cabinet');
    },
  );

  it('held by our database is not broken at the gateway', () => {
    const held = drivePath({ ...facts, gateway: gateway('held') });
    expect(held.stations[1]).toMatchObject({ state: 'doubtful', text: 'held by our database for 36 s' });
    expect(JSON.stringify(held)).not.toContain('offline');
  });

  it('broken at the drive tells a lost link from a silent drive', () => {
    const status = facts.status && { ...facts.status, freshness: 'lost' as const, ageMs: 20_000 };
    expect(drivePath({ ...facts, status }).broken).toContain('the drive does not (silent 20 s)');
    expect(drivePath({ ...facts, status: status && { ...status, run: 'link-lost' } }).broken).toContain(
      'has lost its link to the drive',
    );
  });

  it('with the database away goes on live and says that nothing is recorded', () => {
    const away = { ...heartbeat, database: { state: 'down', since: NOW - 60_000 } } as const;
    const path = drivePath({ ...facts, heartbeat: away });
    expect(path.stations[2]).toMatchObject({ state: 'doubtful', text: 'not recording for 1 min' });
    expect(path.stations[0]?.state).toBe('ok');
  });
});
