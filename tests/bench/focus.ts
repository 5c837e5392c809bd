import { pageFigures, pageWindows } from './kit/browser-windows';
import { median } from './kit/figures';
import { withRunning } from './kit/running';
import type { Scenario } from './kit/scenario';
import { driveView } from './kit/views';
import type { WatchersResult } from './kit/watchers/messages';
import { startWatchers } from './kit/watchers/watchers';

/** Somebody stands at one drive while the whole fleet runs: its values come faster than the fleet's. */
export const scenario: Scenario = {
  name: 'focus',
  title: 'one drive open in Chromium, and on one socket beside it, while 2,000 run at 1 Hz',
  run: (context) =>
    withRunning({ drives: 2_000 }, context, async (running) => {
      const { plant, product, load } = running;
      const drive = plant.drives[Math.floor(plant.drives.length / 2)]!;
      const watchers = await startWatchers({
        target: product,
        plant,
        cookies: [await product.signIn('operator')],
        sockets: 1,
        viewsOf: () => [driveView(drive)],
        publishedAt: load.publishedAt,
      });
      try {
        const sockets: WatchersResult[] = [];
        const pages = await pageWindows(running, context, {
          person: 'operator',
          path: `/drives/${drive}`,
          begin: () => watchers.reset(),
          end: async () => void sockets.push(await watchers.result()),
        });
        return [
          ...pageFigures(pages, {
            paintedP99Ms: 150,
            mainThreadPct: undefined,
            longTasksPerMinute: undefined,
          }),
          {
            name: 'publish -> socket p99',
            value: median(sockets.map(({ p99 }) => p99)),
            unit: 'ms',
            detail: `by the generator's own clock, median of ${sockets.map(({ p99 }) => p99).join(', ')}`,
          },
        ];
      } finally {
        await watchers.stop();
      }
    }),
};
