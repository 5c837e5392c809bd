import { runBare, serverFigures } from './kit/beside';
import { pageFigures, pageWindows } from './kit/browser-windows';
import { gatherEvidence, socketsAliveFigures } from './kit/evidence';
import { medianOf } from './kit/figures';
import { plantOf, withRunning } from './kit/running';
import type { BenchContext, Figure, Scenario } from './kit/scenario';
import { siteViews } from './kit/views';
import type { WatchersResult } from './kit/watchers/messages';
import { startWatchers } from './kit/watchers/watchers';

const DRIVES = 2_000;
const SOCKETS = 10;

/** The size that most plants have: every part of the way within its share. */
export const scenario: Scenario = {
  name: 'fleet',
  title: '2,000 drives x 12 signals x 1 Hz, 10 sockets, Chromium on Overview; beside it the bare pipeline',
  async run(context) {
    const { pages, evidence, sockets } = await ours(context);
    const bare = await runBare(plantOf(DRIVES), SOCKETS, context);
    return [
      ...pages,
      ...socketFigures(sockets),
      evidence.keptBack(),
      ...evidence.loadFigures(),
      ...serverFigures(evidence.shares, bare, 40),
    ];
  },
};

const ours = (context: BenchContext) =>
  withRunning({ drives: DRIVES }, context, async (running) => {
    const { plant, product, load } = running;
    const sites = siteViews(plant);
    const watchers = await startWatchers({
      target: product,
      plant,
      cookies: [await product.signIn('operator')],
      sockets: SOCKETS,
      viewsOf: (i) => (i % 2 === 0 ? [{ type: 'fleet' }] : [sites[i % sites.length]!]),
      publishedAt: load.publishedAt,
    });
    try {
      const evidence = gatherEvidence(running);
      const sockets: WatchersResult[] = [];
      const windows = await pageWindows(running, context, {
        person: 'operator',
        path: '/overview',
        async begin() {
          await evidence.begin();
          watchers.reset();
        },
        async end() {
          await evidence.end();
          sockets.push(await watchers.result());
        },
      });
      const limits = { paintedP99Ms: 500, mainThreadPct: 30, longTasksPerMinute: 1 };
      return { pages: pageFigures(windows, limits), evidence, sockets };
    } finally {
      await watchers.stop();
    }
  });

const socketFigures = (windows: readonly WatchersResult[]): Figure[] => [
  { name: 'publish -> socket p50', unit: 'ms', ...medianOf(windows.map(({ p50 }) => p50)) },
  { name: 'publish -> socket p99', unit: 'ms', ...medianOf(windows.map(({ p99 }) => p99)) },
  ...socketsAliveFigures(windows),
];
