import { Random } from '../../../src/simulator/physics/random';
import type { SoakSettings } from '../settings';

export const VICTIMS = ['server', 'database', 'both'] as const;
export type Victim = (typeof VICTIMS)[number];

/** One kill -9. Times in ms since the beginning of the run. */
export interface PlannedKill {
  at: number;
  victim: Victim;
  /** How long the server stays dead before it is started again; 0 when it was not killed. */
  deadMs: number;
  /** Comes as soon as the server is ready after the one before, while gateways still send what they kept. */
  hot: boolean;
}

/** Cables of gateways are pulled, and plugged in again `ms` later. */
export interface PlannedCut {
  at: number;
  gateways: readonly number[];
  ms: number;
  /** The server is not told: the old connection stays open and says nothing. */
  silent: boolean;
}

/** A page's socket is cut, and dials again `ms` later. */
export interface PlannedSocketCut {
  at: number;
  socket: number;
  ms: number;
  /** The server is not told: for a while it goes on sending to a connection that nobody reads. */
  silent: boolean;
}

/** Everything bad that will happen, known beforehand: the same seed gives the same run. */
export interface Timetable {
  endMs: number;
  /** From here on nothing is killed, so that the memory of one life can be judged. */
  calmFromMs: number;
  kills: readonly PlannedKill[];
  cuts: readonly PlannedCut[];
  socketCuts: readonly PlannedSocketCut[];
}

/** The last third is calm; of a short run more, as far as half of it. */
const CALM_SHARE = 1 / 3;
const CALM_LEAST_MS = 5 * 60_000;
/** Before the first blow, as a share of the run and at most a minute. */
const EARLY_SHARE = 0.05;
/** The last cables are plugged in again before the end. */
const LAST_CUT_BEFORE_END_MS = 20_000;
const SOCKET_CUT_EVERY_MS = 20_000;
/** Every fifth kill is followed by another while the first is not digested. */
const HOT_EVERY = 5;
/** Every fifteenth time all cables are pulled at once. */
const ALL_EVERY = 15;

export function timetable(settings: SoakSettings): Timetable {
  const endMs = settings.minutes * 60_000;
  const calmFromMs = endMs - Math.max(endMs * CALM_SHARE, Math.min(CALM_LEAST_MS, endMs / 2));
  const beginMs = Math.min(60_000, endMs * EARLY_SHARE);
  return {
    endMs,
    calmFromMs,
    kills: kills(settings, beginMs, calmFromMs),
    cuts: cuts(settings, beginMs, endMs - LAST_CUT_BEFORE_END_MS),
    socketCuts: socketCuts(settings, beginMs, endMs - LAST_CUT_BEFORE_END_MS),
  };
}

function kills({ kills: count, seed }: SoakSettings, fromMs: number, toMs: number): PlannedKill[] {
  const random = Random.of(seed, 'kills');
  const slot = (toMs - fromMs) / Math.max(1, count);
  const planned: PlannedKill[] = [];
  for (let i = 0; i < count; i += 1) {
    const victim = VICTIMS[i % VICTIMS.length] ?? 'server';
    const hot = i % HOT_EVERY === HOT_EVERY - 1;
    const at = Math.round(fromMs + slot * (i + random.range(0, 0.4)));
    planned.push({
      at: hot ? (planned.at(-1)?.at ?? at) : at,
      victim,
      deadMs: victim === 'database' || hot ? 0 : deadMs(random, slot),
      hot,
    });
  }
  return planned;
}

/** Some servers come back at once, some after so long that the page must have said so. */
function deadMs(random: Random, slotMs: number): number {
  if (random.chance(0.3)) return 0;
  return Math.round(Math.min(random.range(6_000, 16_000), slotMs / 2));
}

function cuts({ gateways, cutEveryS, seed }: SoakSettings, fromMs: number, toMs: number): PlannedCut[] {
  const random = Random.of(seed, 'cuts');
  const cuts: PlannedCut[] = [];
  for (let at = fromMs; ;) {
    at += Math.round(-Math.log(1 - random.next()) * cutEveryS * 1_000) + 1;
    if (at >= toMs) return cuts;
    const isAll = cuts.length % ALL_EVERY === ALL_EVERY - 1;
    const several = random.chance(0.35) ? 2 + Math.floor(random.range(0, gateways / 4)) : 1;
    cuts.push({
      at,
      gateways: isAll ? numbers(gateways) : shuffled(numbers(gateways), random).slice(0, several),
      ms: Math.round(isAll ? random.range(100, 3_000) : Math.min(toMs - at, random.range(100, 40_000))),
      silent: random.chance(0.4),
    });
  }
}

function socketCuts({ sockets, seed }: SoakSettings, fromMs: number, toMs: number): PlannedSocketCut[] {
  const random = Random.of(seed, 'sockets');
  const cuts: PlannedSocketCut[] = [];
  for (let socket = 0; socket < sockets; socket += 1) {
    for (let at = fromMs; ;) {
      at += Math.round(-Math.log(1 - random.next()) * SOCKET_CUT_EVERY_MS) + 2_000;
      if (at >= toMs) break;
      const ms = random.chance(0.3) ? 0 : Math.round(random.range(100, 12_000));
      cuts.push({ at, socket, ms, silent: random.chance(0.4) });
    }
  }
  return cuts.sort((a, b) => a.at - b.at);
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function shuffled(items: number[], random: Random): number[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random.next() * (i + 1));
    [items[i], items[j]] = [items[j] ?? 0, items[i] ?? 0];
  }
  return items;
}
