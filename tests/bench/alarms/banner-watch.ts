import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** When a mark such as `bench-0007` was first on the screen within the frame's head, epoch ms. */
    benchSeen: Map<string, number>;
  }
}

/** Has the page note when marks appear in its head. */
export const watchBanner = (page: Page): Promise<void> =>
  // Runs in the page; has no functions with names, for which the loader would add a call that is not there.
  page.evaluate(() => {
    window.benchSeen = new Map();
    new MutationObserver(() => {
      const text = document.querySelector('header')?.textContent ?? '';
      for (const [mark] of text.matchAll(/bench-\d{4}/g)) {
        if (window.benchSeen.has(mark)) continue;
        window.benchSeen.set(mark, Number.NaN);
        // Called before the frame that shows it is drawn: it is painted when the next one begins.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => window.benchSeen.set(mark, performance.timeOrigin + performance.now())),
        );
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });

/** When the mark was painted; undefined until then. */
export const bannerTimes = async (page: Page, mark: string): Promise<number | undefined> => {
  const at = await page.evaluate((wanted) => window.benchSeen.get(wanted) ?? null, mark);
  return at === null || Number.isNaN(at) ? undefined : at;
};
