import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '$lib/protocol/down';
import { bannerLines, type BannerFacts } from './banner-line';

const now = Date.UTC(2026, 10, 21, 13, 3, 22);

const heartbeat: Heartbeat = {
  now,
  head: 0,
  database: { state: 'ok', since: 0 },
  broker: { state: 'ok', since: 0 },
  gateways: { live: 8, total: 8, held: 0 },
  drives: { live: 80, stale: 0, lost: 0, never: 0 },
  sites: { live: 3, total: 3 },
  frameMs: 250,
};

const facts = (change: Partial<BannerFacts> = {}): BannerFacts => ({
  link: 'live',
  lastHeardAgeMs: 400,
  heartbeat,
  notices: [],
  skewMs: 0,
  sessionEndsAt: now + 8 * 3_600_000,
  now,
  timeZone: 'Europe/Copenhagen',
  ...change,
});

const worst = (change: Partial<BannerFacts>) => bannerLines(facts(change))[0];

describe('the banner', () => {
  it('is quiet only when a fresh report says that everything answers', () => {
    expect(worst({})?.weight).toBe('quiet');
    expect(worst({ heartbeat: undefined })?.weight).toBe('unknown');
    expect(worst({ link: 'connecting', heartbeat: undefined, lastHeardAgeMs: undefined })?.weight).toBe(
      'unknown',
    );
  });

  it('names the server as the broken hop once it is silent, and repeats nothing it said before', () => {
    const before = { ...heartbeat, database: { state: 'down' as const, since: now - 60_000 } };
    for (const silent of [{ link: 'down' as const }, { lastHeardAgeMs: 3_001 }]) {
      const lines = bannerLines(facts({ ...silent, heartbeat: before }));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatchObject({ weight: 'broken', where: 'server' });
    }
  });

  it('still trusts a report of just under three seconds', () => {
    expect(worst({ lastHeardAgeMs: 2_999 })?.weight).toBe('quiet');
  });

  it('says that nothing is being recorded before anything else that is wrong', () => {
    const lines = bannerLines(
      facts({
        heartbeat: {
          ...heartbeat,
          database: { state: 'down', since: now - 5_000, reason: 'disk full' },
          gateways: { live: 7, total: 8, held: 1 },
          drives: { live: 60, stale: 3, lost: 17, never: 0 },
        },
        notices: [{ severity: 'problem', text: 'Disk full.', since: now }],
      }),
    );
    expect(lines.map((line) => line.where)).toEqual(['database', 'gateway', 'system', 'database', 'drive']);
    expect(lines[0]?.text).toBe('Not recording: disk full. Live values go on.');
    expect(lines.at(-1)?.text).toBe('Drives 17 lost, 3 stale of 80.');
  });

  it('does not count a held gateway as one that is gone', () => {
    const line = worst({ heartbeat: { ...heartbeat, gateways: { live: 8, total: 8, held: 2 } } });
    expect(line).toMatchObject({ weight: 'warning', where: 'database' });
    expect(line?.text).toContain('they keep their data');
  });

  it.each([
    [40 * 60_000, 'quiet'],
    [29 * 60_000, 'warning'],
    [4 * 60_000, 'problem'],
    [-1, 'problem'],
  ])('with %i ms of the session left it is %s', (left, weight) => {
    expect(worst({ sessionEndsAt: now + left })?.weight).toBe(weight);
  });

  it.each([
    [1_900, 'quiet'],
    [2_100, 'note'],
    [-2_100, 'note'],
  ])('with clocks %i ms apart it is %s', (skewMs, weight) => {
    expect(worst({ skewMs })?.weight).toBe(weight);
  });
});
