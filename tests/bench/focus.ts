import { runBare, serverFigures, serverShares, type ServerShare } from './kit/beside';
import { pageFigures, pageWindows } from './kit/browser-windows';
import { medianOf } from './kit/figures';
import { plantOf, withRunning } from './kit/running';
import type { BenchContext, Scenario } from './kit/scenario';
import { driveView } from './kit/views';
import { startWatchers } from './kit/watchers/watchers';

const DRIVES = 2_000;

/** Somebody stands at one drive while the whole fleet runs: its values come faster than the fleet's. */
export const scenario: Scenario = {
  name: 'focus',
  title: 'one drive in Chromium and on a socket while 2,000 run at 1 Hz; beside it the bare pipeline',
  async run(context) {
    const { pages, shares, sockets } = await ours(context);
    const bare = await runBare(plantOf(DRIVES), 1, context);
    const { detail, value } = medianOf(sockets);
    return [
      ...pages,
      { name: 'publish -> socket p99', value, unit: 'ms', detail: `by the generator's own clock, ${detail}` },
      ...serverFigures(shares, bare),
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
      const server = serverShares(product);
      const shares: ServerShare[] = [];
      const sockets: number[] = [];
      const windows = await pageWindows(running, context, {
        person: 'operator',
        path: `/drives/${drive}`,
        begin() {
          watchers.reset();
          server.begin();
        },
        async end() {
          shares.push(server.end());
          sockets.push((await watchers.result()).p99);
        },
      });
      const limits = { paintedP99Ms: 150, mainThreadPct: undefined, longTasksPerMinute: undefined };
      return { pages: pageFigures(windows, limits), shares, sockets };
    } finally {
      await watchers.stop();
    }
  });
