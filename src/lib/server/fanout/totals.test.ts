import { describe, expect, it } from 'vitest';
import { aDrive, aSample } from '../../../../tests/support/telemetry-builders';
import { siteId, zoneId, type DriveKey, type EntityTopicId } from '../../domain/ids';
import { driveId, gatewayId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { SignalKey } from '../../domain/telemetry/signals';
import { HOUR_MS } from '../../domain/time';
import type { GatewayHealth, GatewayLink, Kpi } from '../../protocol/down';
import { LiveImage } from '../plant/live-image';
import { kpisOf } from './kpis';
import { noTotals, totalsByZone } from './totals';
import { HISTORY_STEP_MS, TotalsHistory, totalsOver } from './totals-history';

const NOW = 1_763_630_000_000;
const [a, b] = [zoneId.parse('a'), zoneId.parse('b')];
const site = siteId.parse('s');
const drive = (name: string, key: number, zone = a) =>
  aDrive({
    id: driveId.parse(name),
    key: key as DriveKey,
    zone,
    entity: `device/${name}//` as EntityTopicId,
    rated: { powerKw: 10 },
  });

const zone = (id: typeof a): Plant['zones'][number] => ({
  id,
  site,
  name: id,
  targetLevels: [1, 1, 1, 1, 1, 1, 1],
  production: true,
  processOwners: [],
  safetyImpact: 'none',
  missionImpact: 'none',
});
const plant: Plant = {
  name: 'Plant',
  sites: [{ id: site, name: 'S', timeZone: 'UTC' }],
  zones: [zone(a), zone(b)],
  conduits: [],
  positions: [],
  gateways: [a, b].map((id) => ({
    id: gatewayId.parse(`gw-${id}`),
    site,
    zone: id,
    name: id,
    model: undefined,
  })),
  drives: [drive('a1', 1), drive('a2', 2), drive('a3', 3), drive('b1', 4, b)],
};

function image(values: Record<string, Partial<Record<SignalKey, number>>>, ageMs = 0) {
  const made = new LiveImage();
  made.setPlant(plant);
  for (const [name, sample] of Object.entries(values)) {
    const known = plant.drives.find(({ id }) => id === name)!;
    made.apply(aSample(sample, { receivedAt: NOW - ageMs, entity: known.entity }), known);
  }
  made.sweep(NOW);
  return made;
}

const health = (zoneName: string, link: GatewayLink, lastHeardAt: number | null = null): GatewayHealth => ({
  id: gatewayId.parse(`gw-${zoneName}`),
  name: zoneName,
  site,
  zone: zoneId.parse(zoneName),
  link,
  since: null,
  lastHeardAt,
  messagesPerSecond: 0,
  heldMessages: 0,
  heldBytes: 0,
  rateLimited: false,
  clockOffsetMs: null,
  clockUncertaintyMs: null,
  certificateNotAfter: null,
  drivesLive: 0,
  drivesTotal: 0,
});

const totals = (from: LiveImage, gateways: readonly GatewayHealth[] = []) =>
  totalsByZone(plant, { image: from, gateways, energyToday: (live) => live.drive.key * 10 }, NOW);
const kpi = (of: ReturnType<typeof noTotals>, key: Kpi['key']) => kpisOf(of).find((one) => one.key === key);

// VLT status words: operating and ready; ready with a warning; tripped.
const RUNNING = 0b1000_0000_0011;
const TRIPPED = 0b0000_0000_1000;

describe('the figures of a plant', () => {
  it('count what is live, and say of how many', () => {
    const all = totalsOver(
      totals(
        image({
          a1: { motor_power_kw: 5, heatsink_temp_c: 61, status_word: RUNNING },
          a2: { motor_power_kw: 2, heatsink_temp_c: 70, status_word: TRIPPED },
          b1: { heatsink_temp_c: 40 },
        }),
      ),
      [a, b],
    );
    expect(kpi(all, 'power')).toMatchObject({ value: 7, known: 2, of: 4 });
    expect(kpi(all, 'mean-load')).toMatchObject({ value: 35, known: 2, of: 4 });
    expect(kpi(all, 'running')).toMatchObject({ value: 1, known: 2, of: 4 });
    expect(kpi(all, 'tripped')).toMatchObject({ value: 1, known: 3, of: 4 });
    expect(kpi(all, 'hottest-heatsink')).toMatchObject({ value: 70, drive: 'a2', known: 3 });
    expect(kpi(all, 'energy-today')).toMatchObject({ value: 10 + 20 + 40, known: 3 });
    expect(kpi(all, 'values-fresh')).toMatchObject({ value: 75, known: 3, of: 4 });
  });

  it('are unknown, not zero, where nothing is live', () => {
    const none = totalsOver(totals(image({})), [a, b]);
    for (const { key, value } of kpisOf(none))
      expect([key, value]).toEqual([key, key === 'values-fresh' ? 0 : null]);
    expect(kpisOf(noTotals()).every(({ value }) => value === null)).toBe(true);
  });

  it('leave stale values out, but not the news of a trip', () => {
    const stale = totalsOver(totals(image({ a1: { motor_power_kw: 5, status_word: TRIPPED } }, 2_900)), [a]);
    expect(kpi(stale, 'power')?.value).toBe(5);
    const older = image({ a1: { motor_power_kw: 5, status_word: TRIPPED } });
    older.sweep(NOW + 4_000);
    const later = totalsByZone(
      plant,
      { image: older, gateways: [], energyToday: () => undefined },
      NOW + 4_000,
    );
    expect(kpi(totalsOver(later, [a]), 'power')?.value).toBeNull();
    expect(kpi(totalsOver(later, [a]), 'tripped')?.value).toBe(1);
    expect(totalsOver(later, [a]).oldestAt).toBe(NOW);
  });

  it('hold nothing of a zone that is not asked for', () => {
    const by = totals(image({ a1: { motor_power_kw: 5 }, b1: { motor_power_kw: 90 } }));
    expect(kpi(totalsOver(by, [a]), 'power')).toMatchObject({ value: 5, of: 3 });
  });

  it('count a held gateway as living, a revoked one as none', () => {
    const by = (links: [GatewayLink, GatewayLink]) =>
      totalsOver(totals(image({}), [health('a', links[0], 5), health('b', links[1], 3)]), [a, b]);
    expect(by(['live', 'held'])).toMatchObject({
      gateways: 2,
      gatewaysLive: 2,
      gatewaysHeld: 1,
      quietestAt: 3,
    });
    expect(by(['revoked', 'silent'])).toMatchObject({ gateways: 1, gatewaysLive: 0, quietestAt: undefined });
  });
});

describe('the history of the figures', () => {
  const step = (kw: number) => totals(image({ a1: { motor_power_kw: kw }, b1: { motor_power_kw: 100 } }));

  it('has a point per half minute, for whatever zones are asked for', () => {
    const history = new TotalsHistory();
    for (let i = 0; i < 12; i += 1) history.record(step(i), NOW + i * 10_000);
    expect(history.of('a', new Set([a])).get('power')).toEqual([0, 1, 4, 7, 10]);
    expect(history.of('ab', new Set([a, b])).get('power')).toEqual([100, 101, 104, 107, 110]);
  });

  it('shows as a gap when nothing was counted, and reaches back one hour', () => {
    const history = new TotalsHistory();
    history.record(step(1), NOW);
    history.record(step(2), NOW + 3 * HISTORY_STEP_MS);
    expect(history.of('a', new Set([a])).get('power')).toEqual([1, null, null, 2]);
    for (let i = 4; i < 400; i += 1) history.record(step(i), NOW + i * HISTORY_STEP_MS);
    const line = history.of('a', new Set([a])).get('power');
    expect(line).toHaveLength(HOUR_MS / HISTORY_STEP_MS + 1);
    expect(line?.at(-1)).toBe(399);
  });

  it('begins again when the clock was set back', () => {
    const history = new TotalsHistory();
    history.record(step(1), NOW);
    history.record(step(2), NOW - HOUR_MS);
    expect(history.of('a', new Set([a])).get('power')).toEqual([2]);
  });
});
