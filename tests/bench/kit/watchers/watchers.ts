import type { View } from '../../../../src/lib/protocol/views';
import type { BenchPlant } from '../bench-plant';
import { startWorker } from '../start-worker';
import type { Target } from '../target';
import type { SocketChoice, WatchersNews, WatchersOrder, WatchersPlan, WatchersResult } from './messages';

export interface Watchers {
  /** Forgets what was measured so far. */
  reset(): void;
  /** What was measured since, of all sockets or of some. */
  result(of?: SocketChoice): Promise<WatchersResult>;
  /** This socket reads nothing any more from its TCP connection (true), or goes on (false). */
  stall(index: number, stalled: boolean): void;
  /** Closes every socket. */
  stop(): Promise<void>;
}

interface WatchersOptions {
  target: Pick<Target, 'name' | 'url'>;
  plant: Pick<BenchPlant, 'drives'>;
  /** `Cookie` headers of people who are signed in, given to the sockets in turn; none for a bare pipeline. */
  cookies: readonly string[];
  sockets: number;
  /** What the socket of that number shows. */
  viewsOf(index: number): readonly View[];
  /** Last two publications of each drive, as the generator writes them down. */
  publishedAt: Float64Array;
}

/**
 * Opens that many sockets in a thread of their own and measures, for every value of a drive that reaches one
 * of them, the time from its publication. Resolves when all are connected and watch what they shall; rejects
 * when one is refused.
 */
export async function startWatchers(options: WatchersOptions): Promise<Watchers> {
  const { target, plant, cookies, publishedAt } = options;
  const plan: WatchersPlan = {
    target: target.name,
    url: target.url,
    drives: plant.drives,
    sockets: Array.from({ length: options.sockets }, (_, i) => ({
      cookie: target.name === 'bare' ? undefined : cookies[i % cookies.length],
      views: options.viewsOf(i),
    })),
    publishedAt,
  };
  const worker = startWorker(new URL('./worker.ts', import.meta.url), plan);
  const waiting = new Map<number, (result: WatchersResult) => void>();
  let ids = 0;
  const order = (message: WatchersOrder) => worker.postMessage(message);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (news: WatchersNews) => {
      if (news.type === 'ready') resolve();
      if (news.type === 'failed') reject(new Error(`a watcher was refused: ${news.reason}`));
      if (news.type === 'result') waiting.get(news.id)?.(news.result);
    });
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });

  return {
    reset: () => order({ type: 'reset' }),
    result(of = {}) {
      const id = (ids += 1);
      return new Promise((resolve, reject) => {
        waiting.set(id, (result) => {
          waiting.delete(id);
          resolve(result);
        });
        void ended.then(() => reject(new Error('the watchers have ended')));
        order({ type: 'result', id, of });
      });
    },
    stall: (index, stalled) => order({ type: 'stall', index, stalled }),
    async stop() {
      order({ type: 'stop' });
      await ended;
    },
  };
}
