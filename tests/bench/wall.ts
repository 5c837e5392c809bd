import type { Page } from 'playwright-core';
import { runBare, serverFigures } from './kit/beside';
import { pageFigures, pageWindows } from './kit/browser-windows';
import { gatherEvidence } from './kit/evidence';
import { plantOf, withRunning } from './kit/running';
import type { BenchContext, Scenario } from './kit/scenario';

const DRIVES = 10_000;

/** A wall display of a company: every drive one cell. */
export const scenario: Scenario = {
  name: 'wall',
  title: "10,000 drives x 12 signals x 1 Hz, Chromium on Overview's heat map; beside it the bare pipeline",
  async run(context) {
    const { pages, evidence } = await ours(context);
    const bare = await runBare(plantOf(DRIVES), 1, context);
    return [...pages, ...evidence.loadFigures(), ...serverFigures(evidence.shares, bare)];
  },
};

const ours = (context: BenchContext) =>
  withRunning({ drives: DRIVES }, context, async (running) => {
    const evidence = gatherEvidence(running);
    const windows = await pageWindows(running, context, {
      person: 'operator',
      path: '/overview',
      viewport: { width: 1920, height: 1080 },
      check: showsCells,
      begin: () => evidence.begin(),
      end: () => evidence.end(),
    });
    const limits = { paintedP99Ms: undefined, mainThreadPct: 25, longTasksPerMinute: 1 };
    return { pages: pageFigures(windows, limits), evidence };
  });

const CELLS_WITHIN_MS = 30_000;

/** Every drive is there and live, and what is painted on the canvas of their cells has more than one colour. */
async function showsCells(page: Page): Promise<void> {
  // Runs in the page; has no functions with names, for which the loader would add a call that is not there.
  await page.waitForFunction(
    (drives) => {
      const told = document.querySelector('header .item.drives b')?.textContent ?? '';
      if (told.replaceAll(/\s/g, '') !== `${drives}/${drives}`) return false;
      const canvas = document.querySelector<HTMLCanvasElement>('[aria-label^="Heat map"] canvas');
      if (!canvas || canvas.width === 0 || canvas.height === 0) return false;
      // A copy is read: to read a canvas itself can change how the browser draws it.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      if (!copy) return false;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Uint32Array(data.buffer);
      let others = 0;
      for (const colour of colours) if (colour !== colours[0] && colour !== 0) others += 1;
      return others > drives;
    },
    DRIVES,
    { polling: 500, timeout: CELLS_WITHIN_MS },
  );
}
