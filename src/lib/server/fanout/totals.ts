import type { DriveId, ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import { SIGNAL_INDEX } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import type { GatewayHealth } from '../../protocol/down';
import { signalFreshness, type LiveDrive } from '../plant/live-drive';
import type { ImageSource } from './live-source';

const POWER = SIGNAL_INDEX.motor_power_kw;
const HEATSINK = SIGNAL_INDEX.heatsink_temp_c;
const DC_LINK = SIGNAL_INDEX.dc_link_v;

/** A sum over the drives that have a live value, and how many those are. */
interface Sum {
  sum: number;
  known: number;
}

/** The largest live value, where it is, and how many drives have one. */
interface Extreme {
  value: number;
  drive: DriveId | undefined;
  known: number;
}

/** What is counted of any set of drives and gateways; two of them add up by `addTotals`. */
export interface Totals {
  drives: number;
  running: number;
  /** Drives that say whether they run. */
  runKnown: number;
  /** Counted also while stale: bad news does not end because somebody fell silent. */
  tripped: number;
  warning: number;
  live: number;
  stale: number;
  lost: number;
  never: number;
  powerKw: Sum;
  loadPct: Sum;
  energyTodayKwh: Sum;
  heatsinkC: Extreme;
  dcLinkV: Extreme;
  /** Arrival of the value that is oldest among those live or stale. */
  oldestAt: Instant | undefined;
  gateways: number;
  gatewaysLive: number;
  gatewaysHeld: number;
  /** When the quietest of the connected gateways was last heard. */
  quietestAt: Instant | undefined;
}

const noSum = (): Sum => ({ sum: 0, known: 0 });
const noExtreme = (): Extreme => ({ value: Number.NEGATIVE_INFINITY, drive: undefined, known: 0 });

export const noTotals = (): Totals => ({
  drives: 0,
  running: 0,
  runKnown: 0,
  tripped: 0,
  warning: 0,
  live: 0,
  stale: 0,
  lost: 0,
  never: 0,
  powerKw: noSum(),
  loadPct: noSum(),
  energyTodayKwh: noSum(),
  heatsinkC: noExtreme(),
  dcLinkV: noExtreme(),
  oldestAt: undefined,
  gateways: 0,
  gatewaysLive: 0,
  gatewaysHeld: 0,
  quietestAt: undefined,
});

interface TotalsSources {
  image: Pick<ImageSource, 'drives'>;
  gateways: readonly GatewayHealth[];
  /** Energy that a drive has used since its plant's midnight; undefined where that is not known. */
  energyToday(live: LiveDrive): number | undefined;
}

/** Counts every zone once; whoever may see several adds them up. */
export function totalsByZone(plant: Plant, from: TotalsSources, now: Instant): ReadonlyMap<ZoneId, Totals> {
  const zones = new Map(plant.zones.map((zone) => [zone.id, noTotals()]));
  for (const live of from.image.drives()) {
    const totals = zones.get(live.drive.zone);
    if (totals !== undefined) countDrive(totals, live, from, now);
  }
  const zoneOf = new Map(plant.gateways.map((gateway) => [gateway.id, gateway.zone]));
  for (const health of from.gateways) {
    const zone = zoneOf.get(health.id);
    const totals = zone === undefined ? undefined : zones.get(zone);
    if (totals !== undefined) countGateway(totals, health);
  }
  return zones;
}

function countDrive(t: Totals, live: LiveDrive, from: TotalsSources, now: Instant): void {
  t.drives += 1;
  t[live.freshness] += 1;
  if (live.freshness !== 'live' && live.freshness !== 'stale') return;
  if (live.state.run === 'tripped') t.tripped += 1;
  if (live.state.warning === true) t.warning += 1;
  if (live.lastReceivedAt !== undefined) t.oldestAt = earlier(t.oldestAt, live.lastReceivedAt);
  if (live.freshness !== 'live') return;
  if (live.state.run !== 'unknown') t.runKnown += 1;
  if (live.state.run === 'running') t.running += 1;
  addValue(t.powerKw, liveValue(live, POWER, now));
  addValue(t.loadPct, live.loadPct);
  addValue(t.energyTodayKwh, from.energyToday(live));
  addExtreme(t.heatsinkC, liveValue(live, HEATSINK, now), live.drive.id);
  addExtreme(t.dcLinkV, liveValue(live, DC_LINK, now), live.drive.id);
}

function countGateway(t: Totals, health: GatewayHealth): void {
  if (health.link === 'revoked') return;
  t.gateways += 1;
  if (health.link === 'held') t.gatewaysHeld += 1;
  if (health.link !== 'live' && health.link !== 'held') return;
  t.gatewaysLive += 1;
  if (health.lastHeardAt !== null) t.quietestAt = earlier(t.quietestAt, health.lastHeardAt);
}

/** Adds `more` to `to`. */
export function addTotals(to: Totals, more: Totals): Totals {
  for (const key of COUNTS) to[key] += more[key];
  for (const key of SUMS) {
    to[key].sum += more[key].sum;
    to[key].known += more[key].known;
  }
  for (const key of EXTREMES) {
    const known = to[key].known + more[key].known;
    to[key] = { ...(more[key].value > to[key].value ? more[key] : to[key]), known };
  }
  to.oldestAt = earlier(to.oldestAt, more.oldestAt);
  to.quietestAt = earlier(to.quietestAt, more.quietestAt);
  return to;
}

const COUNTS = [
  'drives',
  'running',
  'runKnown',
  'tripped',
  'warning',
  'live',
  'stale',
  'lost',
  'never',
  'gateways',
  'gatewaysLive',
  'gatewaysHeld',
] as const satisfies readonly (keyof Totals)[];
const SUMS = ['powerKw', 'loadPct', 'energyTodayKwh'] as const satisfies readonly (keyof Totals)[];
const EXTREMES = ['heatsinkC', 'dcLinkV'] as const satisfies readonly (keyof Totals)[];

function liveValue(live: LiveDrive, signal: number, now: Instant): number | undefined {
  return signalFreshness(live, signal, now) === 'live' ? live.values[signal] : undefined;
}

function addValue(to: Sum, value: number | undefined): void {
  if (value === undefined || Number.isNaN(value)) return;
  to.sum += value;
  to.known += 1;
}

function addExtreme(to: Extreme, value: number | undefined, drive: DriveId): void {
  if (value === undefined || Number.isNaN(value)) return;
  to.known += 1;
  if (value <= to.value) return;
  to.value = value;
  to.drive = drive;
}

const earlier = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);
