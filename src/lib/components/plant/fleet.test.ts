import { describe, expect, it } from 'vitest';
import { gatewayId, siteId, zoneId } from '$lib/domain/ids';
import type { RunState } from '$lib/domain/plant/drive-state';
import type { Freshness } from '$lib/domain/telemetry/quality';
import { MARKS } from '$lib/protocol/frame';
import { CELL_LOOKS, MARK_LOOK } from '$lib/ui/heat-map/cells';
import { FleetCells } from './fleet-cells';
import { planFleet } from './fleet-rows';
import type { SitePlan } from './plant-plan';
import { targetText } from './plant-plan';
import { sumRow, type FleetValues } from './row-sums';

const zone = zoneId.parse('z');
const gateway = (name: string) => ({ id: gatewayId.parse(name), name, zone });
const site = (name: string, gateways: string[]): SitePlan => ({
  id: siteId.parse(name),
  name,
  timeZone: 'UTC',
  zones: [],
  gateways: gateways.map(gateway),
});
const drivesOf = (...names: string[]) => names.map((name) => ({ gateway: gatewayId.parse(name) }));

const NOW = 1_000_000;

/** A fleet by hand: state, freshness, load, marks and age of each drive. */
function fleet(
  rows: readonly { run?: RunState; fresh?: Freshness; load?: number; marks?: number; age?: number }[],
): FleetValues {
  return {
    load: Uint8Array.from(rows, (row) => row.load ?? 255),
    marks: Uint8Array.from(rows, (row) => row.marks ?? 0),
    receivedAt: Float64Array.from(rows, (row) => (row.age === undefined ? NaN : NOW - row.age)),
    runState: (i) => rows[i]?.run ?? 'running',
    freshness: (i) => rows[i]?.fresh ?? 'live',
  };
}

describe('rows of the fleet', () => {
  const sites = [site('north', ['gw-1', 'gw-2']), site('south', ['gw-3'])];

  it('follow the plant file, whatever order the drives come in', () => {
    const plan = planFleet(sites, drivesOf('gw-3', 'gw-1', 'gw-2', 'gw-1'));
    expect(plan.rows.map((row) => [row.key, row.first, row.count, row.heading?.name])).toEqual([
      ['gateway/gw-1', 0, 2, 'north'],
      ['gateway/gw-2', 2, 1, undefined],
      ['gateway/gw-3', 3, 1, 'south'],
    ]);
    expect([...plan.driveOfCell]).toEqual([1, 3, 2, 0]);
    expect([...plan.cellOfDrive]).toEqual([3, 0, 2, 1]);
  });

  it('are sites where there are many gateways', () => {
    const names = Array.from({ length: 40 }, (_, i) => `gw-${i}`);
    const plan = planFleet([site('big', names)], drivesOf(...names, ...names));
    expect(plan.rows).toHaveLength(1);
    expect(plan.rows[0]).toMatchObject({ key: 'site/big', count: 80, gateway: undefined });
  });

  it('have a place for drives of a gateway that is not in the plan', () => {
    const plan = planFleet(sites, drivesOf('gw-9', 'gw-1'));
    expect(plan.rows.at(-1)).toMatchObject({ key: 'rest', count: 1, site: undefined });
    expect(plan.cellOfDrive[0]).toBeGreaterThanOrEqual(0);
  });
});

describe('figures of a row', () => {
  const sites = [site('north', ['gw-1'])];

  it('count only live drives as running, and tell what is not known', () => {
    const values = fleet([
      { load: 80, age: 400 },
      { load: 40, age: 900, marks: MARKS.warning },
      { run: 'tripped', age: 500 },
      { fresh: 'lost', load: 90, age: 60_000 },
      { fresh: 'never' },
    ]);
    const plan = planFleet(sites, drivesOf('gw-1', 'gw-1', 'gw-1', 'gw-1', 'gw-1'));
    const [row] = plan.rows;
    expect(row && sumRow(row, plan, values, NOW)).toEqual({
      total: 5,
      live: 3,
      running: 2,
      tripped: 1,
      warnings: 1,
      stale: 0,
      lost: 1,
      never: 1,
      meanLoad: 60,
      loadSpread: [40, 80],
      oldestLiveMs: 900,
      newestMs: 400,
    });
  });

  it('have no mean of nothing', () => {
    const plan = planFleet(sites, drivesOf('gw-1'));
    const [row] = plan.rows;
    expect(row && sumRow(row, plan, fleet([{ fresh: 'never' }]), NOW)).toMatchObject({
      meanLoad: undefined,
      loadSpread: undefined,
      oldestLiveMs: undefined,
      newestMs: undefined,
    });
  });
});

describe('cells of the fleet', () => {
  it('change only where a drive looks different', () => {
    const rows: { run: RunState; fresh: Freshness; load: number }[] = [
      { run: 'running', fresh: 'live', load: 50 },
      { run: 'running', fresh: 'live', load: 60 },
    ];
    const plan = planFleet([site('north', ['gw-1', 'gw-2'])], drivesOf('gw-2', 'gw-1'));
    const values = fleet(rows);
    const map = new FleetCells(plan, values);
    expect(map.update([0, 1])).toEqual([]);
    rows[0]!.run = 'tripped';
    expect(map.update([0, 1])).toEqual([1]);
    expect(CELL_LOOKS[map.cells.look[1] ?? 0]).toBe('struck');
    rows[0]!.fresh = 'stale';
    expect(map.update([0])).toEqual([1]);
    expect([CELL_LOOKS[map.cells.look[1] ?? 0], map.cells.mark[1]]).toEqual(['old', MARK_LOOK]);
  });
});

it('target levels are one number, or a range where they differ', () => {
  expect([targetText([2, 2, 2, 2, 2, 2, 2]), targetText([2, 2, 3, 1, 2, 2, 2])]).toEqual(['2', '1 to 3']);
});
