import { runBare, serverFigures } from './kit/beside';
import { pageFigures, pageWindows } from './kit/browser-windows';
import { gatherEvidence, socketsAliveFigures } from './kit/evidence';
import { medianOf } from './kit/figures';
import { plantOf, withRunning } from './kit/running';
import type { BenchContext, Scenario } from './kit/scenario';
import { driveView } from './kit/views';
import type { WatchersResult } from './kit/watchers/messages';
import { startWatchers } from './kit/watchers/watchers';

const DRIVES = 2_000;

/** Somebody stands at one drive while the whole fleet runs: its values come faster than the fleet's. */
export const scenario: Scenario = {
  name: 'focus',
  title: 'one drive in Chromium and on a socket while 2,000 run at 1 Hz; beside it the bare pipeline',
  async run(context) {
    const { pages, evidence, sockets } = await ours(context);
    const bare = await runBare(plantOf(DRIVES), 1, context);
    const { detail, value } = medianOf(sockets.map(({ p99 }) => p99));
    return [
      ...pages,
      { name: 'publish -> socket p99', value, unit: 'ms', detail: `by the generator's own clock, ${detail}` },
      ...socketsAliveFigures(sockets),
      evidence.keptBack(),
      ...evidence.loadFigures(),
      ...serverFigures(evidence.shares, bare),
    ];
  },
};

const ours = (context: BenchContext) =>
  withRunning({ drives: DRIVES }, context, async (running) => {
    const { plant, product, load } = running;
    const drive = plant.drives[DRIVES / 2]!;
    const watchers = await startWatchers({
      target: product,
      plant,
      cookies: [await product.signIn('operator')],
      sockets: 1,
      viewsOf: () => [driveView(drive)],
      publishedAt: load.publishedAt,
    });
    try {
      const evidence = gatherEvidence(running);
      const sockets: WatchersResult[] = [];
      const windows = await pageWindows(running, context, {
        person: 'operator',
        path: `/drives/${drive}`,
        async begin() {
          await evidence.begin();
          watchers.reset();
        },
        async end() {
          sockets.push(await watchers.result());
          await evidence.end();
        },
      });
      const limits = { paintedP99Ms: 150, mainThreadPct: undefined, longTasksPerMinute: undefined };
      return { pages: pageFigures(windows, limits), evidence, sockets };
    } finally {
      await watchers.stop();
    }
  });
