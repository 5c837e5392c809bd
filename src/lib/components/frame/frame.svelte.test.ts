import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor, Role } from '$lib/domain/access/roles';
import { personId, siteId } from '$lib/domain/ids';
import type { Heartbeat } from '$lib/protocol/down';
import Banner from './banner.svelte';
import { FrameState } from './frame-state.svelte';
import LinkLine from './link-line.svelte';
import { destinationsFor, isWithin } from './navigation';

afterEach(cleanup);

const heartbeat: Heartbeat = {
  now: 0,
  head: 0,
  database: { state: 'ok', since: 0 },
  broker: { state: 'ok', since: 0 },
  gateways: { live: 7, total: 8, held: 0 },
  drives: { live: 74, stale: 2, lost: 4, never: 1 },
  sites: { live: 3, total: 3 },
  frameMs: 250,
};

describe('the line of the link', () => {
  it('counts what is live of what there is', () => {
    const { container } = render(LinkLine, { link: 'live', lastHeardAgeMs: 400, heartbeat, simulated: true });
    expect(container.querySelector('.drives')?.textContent.replace(/\s+/g, ' ').trim()).toBe(
      'drives 74 / 81 live',
    );
    expect(screen.getByText('SIM')).toBeTruthy();
  });

  it('says that many drives are updated less often, while it knows', async () => {
    const props = { link: 'live', lastHeardAgeMs: 400, heartbeat, simulated: false } as const;
    const { container, rerender } = render(LinkLine, props);
    const text = () => container.querySelector('.pace')?.textContent.replace(/\s+/g, ' ').trim();
    expect(text()).toBeUndefined();
    await rerender({ slowFrameMs: 500 });
    expect(text()).toBe('updating every 0.5 s');
    await rerender({ slowFrameMs: 1_000 });
    expect(text()).toBe('updating every 1 s');
    await rerender({ link: 'down' });
    expect(text()).toBeUndefined();
  });

  it.each([
    ['down', 400],
    ['live', 3_001],
    ['connecting', undefined],
  ] as const)('shows no count of a server that is %s and was heard %s ms ago', (link, lastHeardAgeMs) => {
    const { container } = render(LinkLine, { link, lastHeardAgeMs, heartbeat, simulated: false });
    expect(container.querySelector('.drives')?.textContent).toContain('unknown');
    expect(container.textContent).not.toContain('74');
  });
});

describe('the banner', () => {
  const lines = [
    { weight: 'broken', where: 'database', text: 'Not recording.', since: 0 },
    { weight: 'warning', where: 'drive', text: 'Drives 4 lost of 81.' },
  ] as const;

  it('shows the worst and how much more there is', () => {
    const { container } = render(Banner, { lines, now: 1_000, timeZone: 'UTC' });
    expect(container.querySelector('[data-banner="broken"]')?.textContent).toContain('Not recording.');
    expect(screen.getByRole('button', { name: '1 more' })).toBeTruthy();
  });

  it('announces that it changed, once and briefly, and nothing while all is quiet', async () => {
    const { rerender } = render(Banner, { lines, now: 1_000, timeZone: 'UTC' });
    expect(screen.getByRole('status').textContent).toBe('database: broken');
    await rerender({ lines: [{ weight: 'quiet', where: '', text: 'All answer.' }] });
    expect(screen.getByRole('status').textContent).toBe('');
  });
});

describe('where one can go', () => {
  const as = (role: Role): Actor => ({
    kind: 'person',
    id: personId.parse('somebody'),
    displayName: 'somebody',
    session: undefined,
    authMethod: 'password',
    grants: [{ role, scope: { kind: 'plant' } }],
    authenticatedAt: 0,
    readOnly: false,
  });

  it('depends on what the person may see', () => {
    const labels = (role: Role) => destinationsFor(as(role)).map(({ label }) => label);
    expect(labels('operator')).toEqual([
      'Overview',
      'Plants',
      'Alarms',
      'Incidents',
      'Playbooks',
      'Zones',
      'Posture',
      'Assets',
      'Advisories',
      'Events',
      'Gateways',
    ]);
    expect(labels('manager')).toContain('Audit');
    const ofOneSite: Actor = {
      ...as('administrator'),
      grants: [{ role: 'administrator', scope: { kind: 'site', site: siteId.parse('aarhus') } }],
    };
    expect(destinationsFor(ofOneSite).map(({ label }) => label)).not.toContain('Tokens');
    expect(labels('administrator')).toEqual([
      'Overview',
      'Plants',
      'Alarms',
      'Incidents',
      'Playbooks',
      'Zones',
      'Posture',
      'Assets',
      'Advisories',
      'Events',
      'Gateways',
      'Audit',
      'People',
      'Tokens',
      'Quarantine',
    ]);
  });

  it('counts a drive as a part of the plants, and a run as one of the playbooks', () => {
    expect(isWithin('/runs/7', '/playbooks')).toBe(true);
    expect(isWithin('/drives/p-104', '/sites')).toBe(true);
    expect(isWithin('/sitesandmore', '/sites')).toBe(false);
  });
});

describe('the second of the frame', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_400 }));
  afterEach(() => vi.useRealTimers());

  it('moves with the server’s seconds until it is stopped', () => {
    const frame = new FrameState('UTC', () => Date.now());
    const stop = frame.start();
    vi.advanceTimersByTime(700);
    expect(Math.floor(frame.now / 1_000)).toBe(1_001);
    vi.advanceTimersByTime(1_000);
    expect(Math.floor(frame.now / 1_000)).toBe(1_002);
    stop();
    vi.advanceTimersByTime(5_000);
    expect(Math.floor(frame.now / 1_000)).toBe(1_002);
  });

  it('knows the slowest interval on the screen, and forgets it with the screen', () => {
    const frame = new FrameState('UTC', () => 0);
    const before = frame.slowestIntervalMs;
    const offs = [frame.shows(1_000), frame.shows(8_000)];
    expect(frame.slowestIntervalMs).toBe(8_000);
    for (const off of offs) off();
    expect(frame.slowestIntervalMs).toBe(before);
  });
});
