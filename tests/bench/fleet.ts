import { pageFigures, pageWindows } from './kit/browser-windows';
import { between, cpuClock, type CpuSeconds } from './kit/cpu';
import { median } from './kit/figures';
import { withRunning } from './kit/running';
import type { Figure, Scenario } from './kit/scenario';
import { startWatchers } from './kit/watchers/watchers';
import type { WatchersResult } from './kit/watchers/messages';
import { siteViews } from './kit/views';

const SOCKETS = 10;

interface ServerWindow {
  nodePct: number;
  postgresPct: number;
  sockets: WatchersResult;
}

/** The size most plants have: every part of the way within its share. */
export const scenario: Scenario = {
  name: 'fleet',
  title: '2,000 drives x 12 signals x 1 Hz, 10 sockets, Chromium on Overview',
  run: (context) =>
    withRunning({ drives: 2_000 }, context, async (running) => {
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
        const clock = cpuClock(product.pids());
        const servers: ServerWindow[] = [];
        let from: CpuSeconds = clock();
        let startedAt = 0;
        const pages = await pageWindows(running, context, {
          person: 'operator',
          path: '/overview',
          begin: () => {
            watchers.reset();
            from = clock();
            startedAt = performance.now();
          },
          end: async () => {
            const used = between(from, clock());
            const share = (seconds: number) => (100_000 * seconds) / (performance.now() - startedAt);
            const [nodePct, postgresPct] = [share(used.node), share(used.postgres)];
            servers.push({ nodePct, postgresPct, sockets: await watchers.result() });
          },
        });
        const limits = { paintedP99Ms: 500, mainThreadPct: 30, longTasksPerMinute: 1 };
        return [...pageFigures(pages, limits), ...serverFigures(servers)];
      } finally {
        await watchers.stop();
      }
    }),
};

function serverFigures(windows: readonly ServerWindow[]): Figure[] {
  const of = (read: (window: ServerWindow) => number) => {
    const values = windows.map(read);
    return {
      value: median(values),
      detail: `median of ${values.map((value) => Math.round(value * 10) / 10).join(', ')}`,
    };
  };
  return [
    {
      name: 'server CPU',
      unit: '% of a core',
      limit: { most: 40 },
      ...of(({ nodePct, postgresPct }) => nodePct + postgresPct),
    },
    { name: 'of it node', unit: '% of a core', ...of(({ nodePct }) => nodePct) },
    { name: 'of it postgres', unit: '% of a core', ...of(({ postgresPct }) => postgresPct) },
    { name: 'publish -> socket p50', unit: 'ms', ...of(({ sockets }) => sockets.p50) },
    { name: 'publish -> socket p99', unit: 'ms', ...of(({ sockets }) => sockets.p99) },
  ];
}
