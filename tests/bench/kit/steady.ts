import pg from 'pg';
import { joinDataDirectory } from '../../../src/lib/server/storage/data-directory';
import { startBare } from '../bare/start';
import type { BenchPlant } from './bench-plant';
import { between, cpuClock, type CpuSeconds } from './cpu';
import { mean } from './figures';
import { startLoad, type Load } from './load/load';
import { startProduct } from './product';
import { pause, type BenchContext } from './scenario';
import type { Target } from './target';
import { startWatchers, type Watchers } from './watchers/watchers';

const WARM_UP_MS = 10_000;
const LOOK_EVERY_MS = 250;

/** Something to measure that keeps its rows in the table `sample` of the database in its data directory. */
type RecordingTarget = Target & { dataDirectory: string };

/** What came of a steady load: every drive once a second, some sockets on the fleet view. */
export interface SteadyRun {
  /** Length of the window that was measured. */
  seconds: number;
  /** In the window. */
  published: number;
  acknowledged: number;
  cpu: CpuSeconds & { together: number };
  /** Messages that were due and are not acknowledged yet, looked at four times a second. */
  backlog: readonly number[];
  /** How long the oldest message waits for a place in its connection's window, at the end. */
  oldestWaitingMs: number;
  /** How far the generator was behind its own timetable at most, and at the end. */
  lateMs: { most: number; end: number };
  /** Publication to socket, in ms. */
  latency: Awaited<ReturnType<Watchers['result']>>;
  /** From first to last, when everything was acknowledged that will be. */
  whole: { published: number; acknowledged: number; stored: number };
}

interface SteadyLoad {
  plant: BenchPlant;
  sockets: number;
  seconds: number;
}

/**
 * Starts the product or the bare pipeline in a fresh data directory, puts a steady load on it, measures after
 * a warm-up, and stops it.
 */
export async function runSteadily(
  name: Target['name'],
  steadyLoad: SteadyLoad,
  context: Pick<BenchContext, 'signal' | 'say'>,
): Promise<SteadyRun> {
  const { plant } = steadyLoad;
  context.say(`${name} with ${plant.drives.length} drives: starting`);
  if (name === 'bare') {
    const target = await startBare(plant);
    try {
      return await runOn(target, [], steadyLoad, context);
    } finally {
      await target.stop();
    }
  }
  const target = await startProduct(plant);
  try {
    return await runOn(target, [await target.signIn('operator')], steadyLoad, context);
  } finally {
    await target.stop();
  }
}

async function runOn(
  target: RecordingTarget,
  cookies: readonly string[],
  { plant, sockets, seconds }: SteadyLoad,
  { signal, say }: Pick<BenchContext, 'signal' | 'say'>,
): Promise<SteadyRun> {
  const load = await startLoad({ target, plant });
  let isLoadOver = false;
  let watchers: Watchers | undefined;
  try {
    watchers = await startWatchers({
      target,
      plant,
      cookies,
      sockets,
      viewsOf: () => [{ type: 'fleet' }],
      publishedAt: load.publishedAt,
    });
    load.begin();
    await pause(WARM_UP_MS, signal);
    const window = await measure(target, { load, watchers, seconds }, signal);
    say(`${target.name}: ${window.acknowledged} messages in ${window.seconds.toFixed(1)} s, now settling`);
    isLoadOver = true;
    await load.stop();
    const { published, acknowledged } = load.counts();
    const stored = await storedRows(target.dataDirectory);
    return { ...window, whole: { published, acknowledged, stored } };
  } finally {
    // What went wrong before is what is to be told.
    if (!isLoadOver) await load.stop().catch(() => undefined);
    await watchers?.stop();
  }
}

async function measure(
  target: Target,
  { load, watchers, seconds }: { load: Load; watchers: Watchers; seconds: number },
  signal: AbortSignal,
): Promise<Omit<SteadyRun, 'whole'>> {
  const cpu = cpuClock(target.pids());
  const backlog: number[] = [];
  let mostLate = 0;
  watchers.reset();
  const from = { at: performance.now(), counts: load.counts(), cpu: cpu() };
  while (performance.now() - from.at < 1_000 * seconds) {
    await pause(LOOK_EVERY_MS, signal);
    const counts = load.counts();
    backlog.push(counts.published - counts.acknowledged + counts.waiting);
    mostLate = Math.max(mostLate, counts.lateMs);
  }
  const to = { at: performance.now(), counts: load.counts(), cpu: cpu() };
  return {
    seconds: (to.at - from.at) / 1_000,
    published: to.counts.published - from.counts.published,
    acknowledged: to.counts.acknowledged - from.counts.acknowledged,
    cpu: between(from.cpu, to.cpu),
    backlog,
    oldestWaitingMs: to.counts.oldestWaitingMs,
    lateMs: { most: mostLate, end: to.counts.lateMs },
    latency: await watchers.result(),
  };
}

/** By how much the backlog grew over the window: the mean of its last quarter less that of its first. */
export function backlogGrowth(backlog: readonly number[]): number {
  const quarter = Math.max(1, Math.floor(backlog.length / 4));
  return mean(backlog.slice(-quarter)) - mean(backlog.slice(0, quarter));
}

async function storedRows(dataDirectory: string): Promise<number> {
  const { connection } = await joinDataDirectory(dataDirectory);
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number | string }>('select count(*) from sample');
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}
