import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayId } from '../../src/lib/domain/ids';
import { SIGNAL_INDEX } from '../../src/lib/domain/telemetry/signals';
import { LIVE_PLANT, liveBench, type LiveBench } from '../support/live-bench';
import type { LiveProbe } from '../support/live-probe';
import { until } from '../support/until';

let bench: LiveBench;
beforeAll(async () => void (bench = await liveBench()));
afterAll(() => bench.close());

const FLEET = { type: 'fleet' };
const site = (id: string) => ({ type: 'site', site: id });
const drive = (id: string) => ({ type: 'drive', drive: id });
const gateway = (id: string) => ({ type: 'gateway', gateway: id });

async function page(name: string, ...grants: string[]): Promise<LiveProbe> {
  const { cookie } = await bench.signIn(name, ...grants);
  return bench.connect(cookie);
}
const names = (probe: LiveProbe, view: string) => probe.layout(view)?.drives.map(({ id }) => id);

describe('a view', () => {
  it('comes as layout and whole frame, then as what changed', async () => {
    bench.publish('pump-1', { motor_speed_rpm: 1_450 });
    const operator = await page('watcher', 'operator@plant');
    expect(await operator.watch(FLEET)).toEqual({ ok: true });
    await until(() => operator.frames.length > 0);
    expect(names(operator, 'fleet')).toEqual(['pump-1', 'pump-2', 'fan-1', 'fan-2', 'mill-1', 'mill-2']);
    const [first] = operator.framesOf('fleet');
    expect(first).toMatchObject({ whole: true, layoutVersion: operator.layout('fleet')?.version });
    expect(first?.drives.map(({ freshness }) => freshness)).toEqual(['live', ...Array(5).fill('never')]);

    await until(() => operator.framesOf('fleet').length > 0);
    const before = operator.framesOf('fleet').length;
    bench.publish('fan-2', { motor_speed_rpm: 980 });
    const frame = await until(() =>
      operator
        .framesOf('fleet')
        .slice(before)
        .find(({ drives }) => drives.some(({ index }) => index === 3)),
    );
    expect(frame.whole).toBe(false);
    expect(frame.drives.find(({ index }) => index === 3)?.freshness).toBe('live');
    expect(frame.drives.every(({ index }) => index !== 4)).toBe(true);
    expect(frame.at - frame.publishedAt!).toBeLessThan(1_000);
  });

  it('sends nothing while nothing changes, and at most four times a second while everything does', async () => {
    const operator = await page('pace', 'operator@plant');
    await operator.watch(site('odense'));
    await until(() => operator.heartbeats.length >= 3);
    const quiet = operator.framesOf('site/odense').length;
    expect(quiet).toBeLessThanOrEqual(3);
    const busy = setInterval(() => bench.publish('mill-1', { motor_speed_rpm: Math.random() * 1_000 }), 20);
    const beats = operator.heartbeats.length;
    await until(() => operator.heartbeats.length >= beats + 3);
    clearInterval(busy);
    const frames = operator.framesOf('site/odense').length - quiet;
    expect(frames).toBeGreaterThan(6);
    expect(frames).toBeLessThanOrEqual(13);
  });

  it('of a drive in focus has every signal, up to ten times a second', async () => {
    bench.publish('mill-2', { motor_speed_rpm: 700, heatsink_temp_c: 41 });
    const operator = await page('focus', 'operator@plant');
    await operator.watch(drive('mill-2'));
    await until(() => operator.framesOf('drive/mill-2').length > 0);
    const [first] = operator.framesOf('drive/mill-2');
    expect(first?.signals).toEqual([
      { index: SIGNAL_INDEX.motor_speed_rpm, value: 700, freshness: 'live' },
      { index: SIGNAL_INDEX.heatsink_temp_c, value: 41, freshness: 'live' },
    ]);
    bench.publish('mill-2', { motor_speed_rpm: 701 });
    const frame = await until(() =>
      operator
        .framesOf('drive/mill-2')
        .find(({ whole, signals }) => !whole && signals.some(({ value }) => value === 701)),
    );
    expect(frame.signals.map(({ index }) => index)).toEqual([SIGNAL_INDEX.motor_speed_rpm]);
    expect(frame.at - frame.publishedAt!).toBeLessThan(400);
  });

  it('that is on no screen is not sent', async () => {
    const operator = await page('narrow', 'operator@plant');
    await operator.watch(site('odense'));
    await operator.watch(drive('pump-1'));
    await until(() => operator.framesOf('drive/pump-1').length > 0);
    const odense = operator.framesOf('site/odense').length;
    const beats = operator.heartbeats.length;
    bench.publish('mill-1', { motor_speed_rpm: 1 });
    bench.publish('pump-1', { motor_speed_rpm: 2 });
    await until(() => operator.heartbeats.length > beats + 1);
    expect(operator.framesOf('site/odense')).toHaveLength(odense);
    expect(operator.summaries).toEqual([]);
  });

  it('grows stale by time alone, and says so', async () => {
    const operator = await page('patient', 'operator@plant');
    bench.publish('fan-1', { motor_speed_rpm: 1 });
    await operator.watch(site('aarhus'));
    const freshnessOf = () =>
      operator
        .framesOf('site/aarhus')
        .flatMap(({ drives }) => drives)
        .findLast(({ index }) => names(operator, 'site/aarhus')?.[index] === 'fan-1')?.freshness;
    await until(() => freshnessOf() === 'live');
    const published = Date.now();
    await until(() => freshnessOf() === 'stale', 5_000);
    expect(Date.now() - published).toBeGreaterThan(2_000);
  });
});

describe('rooms are permissions', () => {
  it('the fleet is what one may see of it', async () => {
    const narrow = await page('pumps-only', 'operator@zone:pumps');
    await narrow.watch(FLEET);
    await until(() => narrow.summaries.length > 0);
    expect(names(narrow, 'fleet')).toEqual(['pump-1', 'pump-2']);
    const { kpis, sites } = narrow.summaries[0]!;
    expect(sites.map((line) => [line.site, line.drives, line.gatewaysTotal])).toEqual([['aarhus', 2, 1]]);
    expect(kpis.find(({ key }) => key === 'gateways-live')).toMatchObject({ value: 1, of: 1 });
    expect(narrow.heartbeats[0]?.gateways).toMatchObject({ live: 1, total: 1 });
  });

  it('another zone’s drive, site or gateway does not exist', async () => {
    const narrow = await page('odense-only', 'operator@site:odense');
    const refused = await narrow.watch(drive('pump-1'), site('aarhus'), gateway('gw-pumps'), site('odense'));
    expect(refused).toEqual({
      ok: false,
      code: 'not-found',
      message: expect.any(String),
      views: ['drive/pump-1', 'site/aarhus', 'gateway/gw-pumps'],
    });
    expect(await narrow.watch(drive('no-such-drive'))).toMatchObject({ ok: false, code: 'not-found' });
    bench.publish('pump-1', { motor_speed_rpm: 1 });
    const beats = narrow.heartbeats.length;
    await until(() => narrow.heartbeats.length > beats + 1);
    expect(new Set(narrow.layouts.map(({ view }) => view))).toEqual(new Set(['site/odense']));
  });

  it('somebody without any role sees an empty plant, not an error', async () => {
    const nobody = await page('nobody');
    expect(await nobody.watch(FLEET)).toEqual({ ok: true });
    await until(() => nobody.summaries.length > 0);
    expect(names(nobody, 'fleet')).toEqual([]);
    expect(nobody.summaries[0]?.sites).toEqual([]);
  });

  it('change with the plant: who may see a drive’s new zone keeps it, who may not loses it', async () => {
    const pumps = await page('keeps-pumps', 'operator@zone:pumps');
    const fans = await page('keeps-fans', 'operator@zone:fans');
    await pumps.watch(FLEET, drive('pump-2'));
    await fans.watch(FLEET);
    await until(() => names(fans, 'fleet')?.length === 2);
    const zone = LIVE_PLANT.zones[1]!.id;
    const moved = LIVE_PLANT.drives.map((d) => (d.id === 'pump-2' ? { ...d, zone } : d));
    bench.setPlant({ ...LIVE_PLANT, drives: moved });
    await until(() => names(fans, 'fleet')?.includes('pump-2' as never));
    await until(() => names(pumps, 'fleet')?.length === 1);
    const seen = pumps.framesOf('drive/pump-2').length;
    bench.publish('pump-2', { motor_speed_rpm: 5 });
    const beats = pumps.heartbeats.length;
    await until(() => pumps.heartbeats.length > beats + 1);
    expect(pumps.framesOf('drive/pump-2')).toHaveLength(seen);
    bench.setPlant(LIVE_PLANT);
  });
});

describe('a heartbeat', () => {
  it('tells every second how far the way works', async () => {
    const operator = await page('beat', 'operator@plant');
    await until(() => operator.heartbeats.length >= 3, 5_000);
    const [a, b] = operator.heartbeats.slice(-2);
    expect(b!.now - a!.now).toBeGreaterThan(700);
    expect(b!.now - a!.now).toBeLessThan(1_400);
    expect(b).toMatchObject({
      database: { state: 'ok' },
      broker: { state: 'ok' },
      sites: { live: 2, total: 2 },
    });

    bench.health.current = { ...bench.health.current, database: { state: 'down', since: 5 } };
    await until(() => operator.heartbeats.at(-1)?.database.state === 'down', 2_000);
    expect(operator.heartbeats.at(-1)?.database.since).toBe(5);
    bench.health.current = { ...bench.health.current, database: { state: 'ok', since: 6 } };

    const mill = gatewayId.parse('gw-mill');
    bench.board.disconnected(mill, { at: Date.now(), reason: 'cable' });
    const beat = await until(() => operator.heartbeats.find(({ gateways }) => gateways.live === 2), 2_000);
    expect(beat.sites).toEqual({ live: 1, total: 2 });
    bench.board.connected(mill, { address: '192.0.2.1', certificateNotAfter: undefined, at: Date.now() });
  });
});

describe('a gateway or site view', () => {
  it('has the health of the gateways that one may see, at once and then every second', async () => {
    const operator = await page('health', 'operator@zone:fans');
    await operator.watch(site('aarhus'), gateway('gw-fans'));
    await until(() => operator.gateways.length >= 4, 4_000);
    const of = (view: string) => operator.gateways.filter((message) => message.view === view);
    expect(
      of('site/aarhus')
        .at(-1)
        ?.gateways.map(({ id }) => id),
    ).toEqual(['gw-fans']);
    expect(of('gateway/gw-fans').at(-1)?.gateways).toMatchObject([
      { id: 'gw-fans', link: 'live', drivesTotal: 2 },
    ]);
  });
});
