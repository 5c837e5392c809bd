import { pageFigures, pageWindows } from './kit/browser-windows';
import { withRunning } from './kit/running';
import type { Scenario } from './kit/scenario';

/** A wall display of a company: every drive one cell. */
export const scenario: Scenario = {
  name: 'wall',
  title: "10,000 drives x 12 signals x 1 Hz, Chromium on Overview's heat map at 1920 x 1080",
  run: (context) =>
    withRunning({ drives: 10_000 }, context, async (running) => {
      const pages = await pageWindows(running, context, {
        person: 'operator',
        path: '/overview',
        viewport: { width: 1920, height: 1080 },
      });
      return pageFigures(pages, { paintedP99Ms: undefined, mainThreadPct: 25, longTasksPerMinute: 1 });
    }),
};
