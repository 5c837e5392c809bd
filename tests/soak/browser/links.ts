import type { Page } from 'playwright-core';

/** Addresses of the links that can be seen, without filters and pages of lists. */
export const clickable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const paths = new Set<string>();
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="/"]')) {
      const box = link.getBoundingClientRect();
      if (link.search === '' && box.width > 0 && box.height > 0) paths.add(link.pathname);
    }
    return [...paths];
  });

/** Clicks the first visible link to that address, and waits until the page is there. Rejects when it is not. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.locator(`a[href="${path}"]:visible`).first().click({ timeout: 5_000 });
  await page.waitForURL((address) => address.pathname === path, { timeout: 10_000, waitUntil: 'commit' });
}
