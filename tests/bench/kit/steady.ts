import pg from 'pg';
import { joinDataDirectory } from '../../../src/lib/server/storage/data-directory';
import { startBare } from '../bare/start';
import type { BenchPlant } from './bench-plant';
import { between, cpuClock, type CpuSeconds } from './cpu';
import { startLoad, type Load } from './load/load';
import {
  LOOK_EVERY_MS,
  backlogGrowth,
  backlogOf,
  mayChange,
  watchLoad,
  type LoadWindow,
} from './load/load-window';
import { framesSkipped } from './measurements';
import { startProduct } from './product';
import { pause, type BenchContext } from './scenario';
import type { Target } from './target';
import { startWatchers, type Watchers } from './watchers/watchers';

const WARM_UP_MS = 10_000;
const LOOKS_TO_SETTLE = Math.ceil(8_000 / LOOK_EVERY_MS);
const SETTLED_WITHIN_MS = 30_000;

/** Something to measure that keeps its rows in the table `sample` of the database in its data directory. */
type RecordingTarget = Target & { dataDirectory: string };

/** What came of a steady load in one window: every drive once a second, some sockets on the fleet view. */
export interface SteadyRun extends LoadWindow {
  drives: number;
  cpu: CpuSeconds & { together: number };
  /** Frames that the product did not send because a client was behind; NaN of the bare pipeline. */
  keptBack: number;
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
    await settle(load, plant.drives.length, { signal, say });
    const window = await measure(target, { load, watchers, seconds }, signal);
    say(`${target.name}: ${window.acknowledged} messages in ${window.seconds.toFixed(1)} s, now settling`);
    isLoadOver = true;
    await load.stop();
    const { published, acknowledged } = load.counts();
    const stored = await storedRows(target.dataDirectory);
    return { ...window, drives: plant.drives.length, whole: { published, acknowledged, stored } };
  } finally {
    // What went wrong before is what is to be told.
    if (!isLoadOver) await load.stop().catch(() => undefined);
    await watchers?.stop();
  }
}

/** Waits, not for ever, until the backlog has stopped changing: what a start has left behind is worked off. */
async function settle(load: Load, drives: number, { signal, say }: Pick<BenchContext, 'signal' | 'say'>) {
  const most = SETTLED_WITHIN_MS / LOOK_EVERY_MS;
  const looks: number[] = [];
  while (looks.length < most) {
    await pause(LOOK_EVERY_MS, signal);
    looks.push(backlogOf(load.counts()));
    const latest = looks.slice(-LOOKS_TO_SETTLE);
    if (latest.length === LOOKS_TO_SETTLE && Math.abs(backlogGrowth(latest)) <= mayChange(drives)) return;
  }
  say(`the backlog still changes after ${SETTLED_WITHIN_MS / 1_000} s: ${looks.at(-1)} messages`);
}

async function measure(
  target: Target,
  { load, watchers, seconds }: { load: Load; watchers: Watchers; seconds: number },
  signal: AbortSignal,
): Promise<Omit<SteadyRun, 'whole' | 'drives'>> {
  const cpu = cpuClock(target.pids());
  const generator = watchLoad(load);
  const skipped = async () => (target.name === 'bare' ? Number.NaN : framesSkipped(target.url));
  const skippedBefore = await skipped();
  watchers.reset();
  const cpuBefore = cpu();
  generator.begin();
  await pause(1_000 * seconds, signal);
  const window = generator.end();
  return {
    ...window,
    cpu: between(cpuBefore, cpu()),
    latency: await watchers.result(),
    keptBack: (await skipped()) - skippedBefore,
  };
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
