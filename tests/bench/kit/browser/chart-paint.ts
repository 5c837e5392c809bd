import type { Page } from 'playwright-core';

/** A curve of a whole window has many more points than this; a tail of live values after an empty past has not. */
const LEAST_POINTS = 100;
const DRAWN_WITHIN_MS = 15_000;

declare global {
  interface Window {
    /** When a person last did something, by the page's clock; 0 is the start of navigation. */
    benchActedAt: number;
    /** Lines drawn to points on each canvas. */
    benchLines: WeakMap<object, number>;
    /** Whether the charts were found drawn when the last frame began. */
    benchWasDrawn: boolean;
    /** Canvases of the charts that stood when the person acted. */
    benchOld: WeakSet<object>;
  }
}

/** To be called before the page goes anywhere. */
export const watchCharts = (page: Page): Promise<unknown> =>
  // Runs in the page; has no functions with names, for which the loader would add a call that is not there.
  page.addInitScript(() => {
    window.benchActedAt = 0;
    window.benchLines = new WeakMap();
    window.benchOld = new WeakSet();
    window.benchWasDrawn = false;
    const { lineTo } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.lineTo = function (x, y) {
      window.benchLines.set(this.canvas, (window.benchLines.get(this.canvas) ?? 0) + 1);
      lineTo.call(this, x, y);
    };
    document.addEventListener(
      'click',
      (event) => {
        window.benchActedAt = event.timeStamp;
        window.benchWasDrawn = false;
        for (const canvas of document.querySelectorAll('[data-trends] canvas')) window.benchOld.add(canvas);
      },
      { capture: true },
    );
  });

/**
 * Milliseconds from the person's act to the first frame that shows the charts with their curves: from the
 * choice of another window, or, on a page just opened, from the start of navigation.
 */
export async function drawnAfter(page: Page): Promise<number> {
  const handle = await page.waitForFunction(
    (leastPoints) => {
      const canvases = [...document.querySelectorAll('[data-trends="ready"] canvas')];
      const isDrawn =
        canvases.length > 0 &&
        canvases.every(
          (canvas) => !window.benchOld.has(canvas) && (window.benchLines.get(canvas) ?? 0) >= leastPoints,
        );
      // Asked at the beginning of each frame: what is found drawn is on the screen when the next one begins.
      const wasDrawn = window.benchWasDrawn;
      window.benchWasDrawn = isDrawn;
      return isDrawn && wasDrawn && performance.now() - window.benchActedAt;
    },
    LEAST_POINTS,
    { polling: 'raf', timeout: DRAWN_WITHIN_MS },
  );
  return Number(await handle.jsonValue());
}
