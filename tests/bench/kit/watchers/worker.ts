import { parentPort } from 'node:worker_threads';
import { workerInput } from '../start-worker';
import { LatencyHistogram } from './latency-histogram';
import type { SocketChoice, WatchersNews, WatchersOrder, WatchersPlan, WatchersResult } from './messages';
import { Watcher } from './watcher';

/** Sockets that are opened at the same time: each is signed in from the database. */
const AT_ONCE = 20;

const plan = workerInput<WatchersPlan>();
const tell = (news: WatchersNews) => parentPort?.postMessage(news);
const numberOf = new Map(plan.drives.map((id, i) => [id, i]));
const watchers = plan.sockets.map((own) => new Watcher(plan, own, numberOf));

async function openAll(): Promise<void> {
  const waiting = [...watchers];
  const open = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next.open();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, open));
}

function result({ only, without }: SocketChoice): WatchersResult {
  const all = new LatencyHistogram();
  const counted = watchers.filter((_, i) => without?.includes(i) !== true && only?.includes(i) !== false);
  for (const { news } of counted) all.merge(news.latency);
  const sum = (of: (watcher: Watcher) => number) => counted.reduce((total, each) => total + of(each), 0);
  return {
    ...all.summary(),
    frames: sum((each) => each.frames),
    bytes: sum((each) => each.bytes),
    lost: sum((each) => each.lost),
    silent: sum((each) => (each.isSilent ? 1 : 0)),
    sentAgain: sum((each) => each.sentAgain),
  };
}

parentPort?.on('message', (order: WatchersOrder) => {
  switch (order.type) {
    case 'reset':
      for (const watcher of watchers) watcher.reset();
      return;
    case 'result':
      return tell({ type: 'result', id: order.id, result: result(order.of) });
    case 'stall':
      return watchers[order.index]?.stall(order.stalled);
    case 'stop':
      for (const watcher of watchers) watcher.stop();
      tell({ type: 'stopped' });
      parentPort?.close();
  }
});

openAll().then(
  () => tell({ type: 'ready' }),
  (error: unknown) =>
    tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
);
