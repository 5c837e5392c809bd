import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** When an incident that was not in the list before was first on the screen, epoch ms. */
    benchCardAt: number | undefined;
  }
}

/** Has the list of incidents note when it first shows one more than now. */
export const watchCards = (page: Page): Promise<void> =>
  // Runs in the page; has no functions with names, for which the loader would add a call that is not there.
  page.evaluate(() => {
    const selector = 'main a[href^="/incidents/"]';
    const before = new Set(
      Array.from(document.querySelectorAll(selector), (link) => link.getAttribute('href')),
    );
    const observer = new MutationObserver(() => {
      const links = Array.from(document.querySelectorAll(selector), (link) => link.getAttribute('href'));
      if (links.every((link) => before.has(link))) return;
      observer.disconnect();
      // Called before the frame that shows it is drawn: it is painted when the next one begins.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => (window.benchCardAt = performance.timeOrigin + performance.now())),
      );
    });
    observer.observe(document.body, { subtree: true, childList: true });
  });

/** When it was painted; undefined until then. */
export const cardTime = async (page: Page): Promise<number | undefined> =>
  (await page.evaluate(() => window.benchCardAt ?? null)) ?? undefined;
