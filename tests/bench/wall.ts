import { runBare, serverFigures, serverShares, type ServerShare } from './kit/beside';
import { pageFigures, pageWindows } from './kit/browser-windows';
import { plantOf, withRunning } from './kit/running';
import type { BenchContext, Scenario } from './kit/scenario';

const DRIVES = 10_000;

/** A wall display of a company: every drive one cell. */
export const scenario: Scenario = {
  name: 'wall',
  title: "10,000 drives x 12 signals x 1 Hz, Chromium on Overview's heat map; beside it the bare pipeline",
  async run(context) {
    const { pages, shares } = await ours(context);
    const bare = await runBare(plantOf(DRIVES), 1, context);
    return [...pages, ...serverFigures(shares, bare)];
  },
};

const ours = (context: BenchContext) =>
  withRunning({ drives: DRIVES }, context, async (running) => {
    const server = serverShares(running.product);
    const shares: ServerShare[] = [];
    const windows = await pageWindows(running, context, {
      person: 'operator',
      path: '/overview',
      viewport: { width: 1920, height: 1080 },
      begin: () => server.begin(),
      end: () => void shares.push(server.end()),
    });
    const limits = { paintedP99Ms: undefined, mainThreadPct: 25, longTasksPerMinute: 1 };
    return { pages: pageFigures(windows, limits), shares };
  });
