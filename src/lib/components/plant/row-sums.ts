import type { RunState } from '$lib/domain/plant/drive-state';
import type { Freshness } from '$lib/domain/telemetry/quality';
import { LOAD_UNKNOWN } from '$lib/protocol/frame-layout';
import type { FleetPlan, FleetRow } from './fleet-rows';

/** What is needed of the fleet's board; arrays by index of the drive. */
export interface FleetValues {
  load: Uint8Array;
  marks: Uint8Array;
  receivedAt: Float64Array;
  runState(index: number): RunState;
  freshness(index: number): Freshness;
}

/** Figures of one row. Only live drives are counted as running or loaded; the rest is not known. */
export interface RowSums {
  total: number;
  live: number;
  running: number;
  tripped: number;
  warnings: number;
  stale: number;
  lost: number;
  never: number;
  /** Mean load of the running drives whose load is known, in %. */
  meanLoad: number | undefined;
  /** Least and greatest of those loads. */
  loadSpread: readonly [number, number] | undefined;
  /** Age of the oldest value that still counts as live, in ms. */
  oldestLiveMs: number | undefined;
  /** Time since anything of the row was heard, in ms. */
  newestMs: number | undefined;
}

export function sumRow(row: FleetRow, plan: FleetPlan, fleet: FleetValues, now: number): RowSums {
  const sums = {
    total: row.count,
    live: 0,
    running: 0,
    tripped: 0,
    warnings: 0,
    stale: 0,
    lost: 0,
    never: 0,
  };
  const loads: number[] = [];
  let oldestLive = Infinity;
  let newest = -Infinity;
  for (let cell = row.first; cell < row.first + row.count; cell += 1) {
    const i = plan.driveOfCell[cell] ?? -1;
    const freshness = fleet.freshness(i);
    sums[freshness] += 1;
    const at = fleet.receivedAt[i] ?? NaN;
    if (!Number.isNaN(at)) newest = Math.max(newest, at);
    if (freshness !== 'live') continue;
    if (!Number.isNaN(at)) oldestLive = Math.min(oldestLive, at);
    const run = fleet.runState(i);
    if (run === 'tripped') sums.tripped += 1;
    if (((fleet.marks[i] ?? 0) & 1) !== 0) sums.warnings += 1;
    if (run !== 'running') continue;
    sums.running += 1;
    const load = fleet.load[i] ?? LOAD_UNKNOWN;
    if (load !== LOAD_UNKNOWN) loads.push(load);
  }
  return {
    ...sums,
    meanLoad: loads.length === 0 ? undefined : loads.reduce((a, b) => a + b, 0) / loads.length,
    loadSpread: loads.length === 0 ? undefined : [Math.min(...loads), Math.max(...loads)],
    oldestLiveMs: oldestLive === Infinity ? undefined : Math.max(0, now - oldestLive),
    newestMs: newest === -Infinity ? undefined : Math.max(0, now - newest),
  };
}
