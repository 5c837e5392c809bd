import { allProcesses, privateMb, treeOf } from './processes';
import {
  compareLives,
  FLAT_SHARE_PER_HOUR,
  isEqual,
  isFlat,
  settled,
  slopeOf,
  TELLING_MINUTES,
  type Ages,
  type Life,
  type Slope,
} from './verdict';

/** Who is measured; undefined pids are not running at present. */
export interface Measured {
  server: number | undefined;
  postmaster: number | undefined;
  gateways: number;
}

export interface MemoryRow {
  process: string;
  lives: number;
  /** Within the calm stretch at the end. */
  calm: Slope | undefined;
  ages: Ages | undefined;
  highestMb: number;
  verdict: 'flat' | 'not flat' | 'too short to tell';
}

/** Each of them must be flat, by the strict measure; a run of an hour must be able to tell. */
export const JUDGED = {
  server: 'server',
  database: 'postgres (all its processes)',
  gateways: 'gateways',
  page: 'page on Overview, after collection',
} as const;
const STRICT: readonly string[] = Object.values(JUDGED);

const EVERY_MS = 5_000;

/**
 * Writes down the memory of every process of the run. A process that dies begins a new life; the points of a
 * life are bounded by the length of the run.
 */
export class MemoryWatch {
  readonly #lives = new Map<string, { pid: number; from: number; points: { age: number; mb: number }[] }[]>();
  #timer: NodeJS.Timeout | undefined;
  readonly #measured: () => Measured;

  constructor(measured: () => Measured) {
    this.#measured = measured;
  }

  start(): void {
    this.#timer = setInterval(() => this.#measure(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A value that is not read from /proc; `life` tells lives apart. */
  add(process: string, life: number, at: number, mb: number): void {
    const lives = this.#lives.get(process) ?? [];
    this.#lives.set(process, lives);
    let last = lives.at(-1);
    if (last?.pid !== life) lives.push((last = { pid: life, from: at, points: [] }));
    last.points.push({ age: at - last.from, mb });
  }

  /** MB of a process a moment ago. */
  latest(process: string): number | undefined {
    return this.#lives.get(process)?.at(-1)?.points.at(-1)?.mb;
  }

  rows(calmFrom: number): MemoryRow[] {
    return [...this.#lives].map(([process, lives]) => memoryRow(process, lives, calmFrom));
  }

  /** Everything measured, for the file beside the table. */
  series(): Record<string, readonly Life[]> {
    return Object.fromEntries(this.#lives);
  }

  #measure(): void {
    const now = Date.now();
    const all = allProcesses();
    const { server, postmaster, gateways } = this.#measured();
    const sum = (pids: readonly number[]) => pids.reduce((mb, pid) => mb + (privateMb(pid) ?? 0), 0);
    if (server !== undefined) this.#addPid(JUDGED.server, server, now);
    if (postmaster !== undefined) {
      const tree = treeOf(postmaster, all).map(({ pid }) => pid);
      if (tree.length > 0) this.add(JUDGED.database, postmaster, now, sum(tree));
    }
    this.#addPid(JUDGED.gateways, gateways, now);
    this.#addPid('this program', process.pid, now);
    for (const [kind, pids] of chromium(treeOf(process.pid, all)))
      this.add(`Chromium ${kind}`, 1, now, sum(pids));
  }

  #addPid(name: string, pid: number, now: number): void {
    const mb = privateMb(pid);
    if (mb !== undefined) this.add(name, pid, now, mb);
  }
}

/** Processes of the browser by what they do; the page is in a renderer. */
function chromium(processes: readonly { pid: number; command: string }[]): Map<string, number[]> {
  const kinds = new Map<string, number[]>();
  for (const { pid, command } of processes) {
    if (!/\/(chromium|chrome|google-chrome)/.test(command)) continue;
    const kind = /--type=([a-z-]+)/.exec(command)?.[1] ?? 'browser';
    if (kind === 'zygote') continue;
    kinds.set(kind, [...(kinds.get(kind) ?? []), pid]);
  }
  return kinds;
}

function memoryRow(process: string, lives: readonly Life[], calmFrom: number): MemoryRow {
  const last = lives.at(-1);
  const calm = last && slopeOf(settled(last, calmFrom));
  const ages = lives.length < 4 ? undefined : compareLives(lives);
  const isTelling = calm !== undefined && calm.minutes >= TELLING_MINUTES;
  const share = STRICT.includes(process) ? 0 : FLAT_SHARE_PER_HOUR;
  const holds = (calm === undefined || isFlat(calm, share)) && (ages === undefined || isEqual(ages));
  return {
    process,
    lives: lives.length,
    calm,
    ages,
    highestMb: lives.flatMap(({ points }) => points).reduce((most, { mb }) => Math.max(most, mb), 0),
    verdict: !holds ? 'not flat' : isTelling ? 'flat' : 'too short to tell',
  };
}
