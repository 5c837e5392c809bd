import { pageFigures, pageWindows } from './kit/browser-windows';
import { withRunning } from './kit/running';
import type { Scenario } from './kit/scenario';

/** Somebody stands at one drive while the whole fleet runs: its values come faster than the fleet's. */
export const scenario: Scenario = {
  name: 'focus',
  title: 'one drive open in Chromium while 2,000 run at 1 Hz',
  run: (context) =>
    withRunning({ drives: 2_000 }, context, async (running) => {
      const drive = running.plant.drives[Math.floor(running.plant.drives.length / 2)]!;
      const pages = await pageWindows(running, context, { person: 'operator', path: `/drives/${drive}` });
      return pageFigures(pages, {
        paintedP99Ms: 150,
        mainThreadPct: undefined,
        longTasksPerMinute: undefined,
      });
    }),
};
