import { describe, expect, it } from 'vitest';
import { Tally } from '../tally';
import { isExplained } from './complaints';
import { untruths, type Truth } from './judge';
import { readRoutes, routeOf } from './routes';
import type { Sight } from './sight';

const SIGHT: Sight = {
  path: '/overview',
  isForeign: false,
  link: 'live',
  banner: 'Server, database, broker and every gateway answer.',
  drivesLive: 100,
  drivesTotal: 100,
  liveMarks: 10,
  liveTexts: '',
  heading: 'Overview',
};
const TRUTH: Truth = { from: 100_000, to: 100_050, serverDeadSince: undefined, pulled: [] };
const SILENT: Partial<Sight> = {
  link: 'down',
  banner: 'server No word from the server for 6 s: nothing here is live',
  drivesLive: null,
  drivesTotal: null,
  liveMarks: 0,
};
const dead = { ...TRUTH, serverDeadSince: 94_000 };
const pulled = { ...TRUTH, pulled: [{ gateway: 'gw-1', drives: ['d-1', 'd-2'], since: 93_000 }] };

describe('a page', () => {
  it('tells the truth while all is well, and when it says that the server is silent', () => {
    expect(untruths(SIGHT, TRUTH)).toEqual([]);
    expect(untruths({ ...SIGHT, ...SILENT }, dead)).toEqual([]);
    expect(untruths({ ...SIGHT, isForeign: true }, dead)).toEqual([]);
  });

  it('has five seconds to say that the server is dead', () => {
    expect(untruths(SIGHT, { ...TRUTH, serverDeadSince: 95_500 })).toEqual([]);
    const found = untruths(SIGHT, dead).join();
    for (const words of ['link shows "live"', 'banner says', '100 drives are live', 'marked live'])
      expect(found).toContain(words);
    for (const lie of [{ link: 'late' }, { banner: '' }, { drivesLive: 1 }, { liveMarks: 1 }])
      expect(untruths({ ...SIGHT, ...SILENT, ...lie }, dead)).toHaveLength(1);
  });

  it('counts no drive as live whose gateway has been gone for six seconds', () => {
    expect(untruths(SIGHT, pulled).join()).toContain('100 of 100 drives are live, 2 have no gateway');
    expect(untruths({ ...SIGHT, drivesLive: 98 }, pulled)).toEqual([]);
    expect(untruths({ ...SIGHT, drivesLive: 98, path: '/drives/d-2' }, pulled).join()).toContain(
      'gw-1 is gone',
    );
    expect(untruths({ ...SIGHT, drivesLive: 98, path: '/drives/d-3' }, pulled)).toEqual([]);
    const lately = { ...pulled, pulled: [{ gateway: 'gw-1', drives: ['d-1'], since: 96_000 }] };
    expect(untruths(SIGHT, lately)).toEqual([]);
  });
});

it('a complaint is explained by an outage only while it lasts, and only if it is of that kind', () => {
  const outages = [{ from: 1_000, to: 4_000 }];
  const refused = 'Failed to load resource: net::ERR_CONNECTION_REFUSED';
  expect(isExplained(refused, 2_000, outages)).toBe(true);
  expect(isExplained(refused, 8_000, outages)).toBe(true);
  expect(isExplained(refused, 500, outages)).toBe(false);
  expect(isExplained(refused, 10_000, outages)).toBe(false);
  expect(isExplained('Cannot read properties of undefined', 2_000, outages)).toBe(false);
  expect(isExplained(refused, 99_000, [{ from: 1_000, to: undefined }])).toBe(true);
});

it('words that repeat without end take no room without end', () => {
  const tally = new Tally(2);
  for (const text of ['a', 'b', 'c', 'a']) tally.add(text);
  expect(tally.total).toBe(4);
  expect(tally.list()).toEqual([
    { text: 'a', times: 2 },
    { text: 'b', times: 1 },
  ]);
});

it('the pages of the app are read from its routes', () => {
  const routes = readRoutes('(plant)');
  const names = routes.map(({ name }) => name);
  expect(names).toContain('/overview');
  for (const name of names.filter((each) => !each.includes('['))) {
    expect(routeOf(routes, name)?.name).toBe(name);
  }
  expect(routeOf(routes, '/people')?.name).toBe('/people');
  expect(routeOf(routes, '/no-such-page')).toBeUndefined();
  expect(routeOf(routes, '/drives/d-1')?.name).toBe('/drives/[drive=driveId]');
  expect(routeOf(routes, '/drives/d-1/history')).toBeUndefined();
  expect(routeOf(routes, '/login')).toBeUndefined();
});
