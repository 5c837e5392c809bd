import type { Page } from 'playwright-core';

declare global {
  interface Window {
    benchFrames: number[];
  }
}

/** Counts the frames that the page draws from now on. */
export async function startFrameCount(page: Page): Promise<{
  /** Lets `ms` pass since the start, then tells the frames of each whole second so far. */
  perSecond(ms: number): Promise<number[]>;
}> {
  // Runs in the page; has no functions with names, for which the loader would add a call that is not there.
  await page.evaluate(() => {
    const begin = performance.now();
    window.benchFrames = [];
    const counter = {
      tick() {
        const second = Math.floor((performance.now() - begin) / 1_000);
        window.benchFrames[second] = (window.benchFrames[second] ?? 0) + 1;
        requestAnimationFrame(() => counter.tick());
      },
    };
    counter.tick();
  });
  const startedAt = performance.now();
  return {
    async perSecond(ms) {
      await page.waitForTimeout(Math.max(0, ms - (performance.now() - startedAt)));
      const frames = await page.evaluate(() => Array.from(window.benchFrames, (n) => n ?? 0));
      return frames.slice(0, -1);
    },
  };
}
