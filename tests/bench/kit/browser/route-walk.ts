import type { Page } from 'playwright-core';

/** A step of the walk: what is clicked, and what stands in the address afterwards. */
interface Step {
  /** CSS of what has to be clicked first, such as the button of a menu that holds the link. */
  opens?: string;
  /** CSS of the link; the first one that matches is clicked. */
  link: string;
  arrives: RegExp;
}

const rail = (path: string): Step => ({
  link: `nav[aria-label="Main"] a[href="${path}"]`,
  arrives: new RegExp(`${path}$`),
});

/** Every page once, from link to link as a person goes; ends where it begins, on Overview. */
export const ROUND: readonly Step[] = [
  { link: 'main a[href^="/sites/"]', arrives: /\/sites\/[^/]+$/ },
  { link: 'main a[href^="/drives/"]', arrives: /\/drives\/[^/]+$/ },
  { link: 'main a[href^="/gateways/"]', arrives: /\/gateways\/[^/]+$/ },
  rail('/sites'),
  rail('/gateways'),
  { link: 'main a[href^="/gateways/"]', arrives: /\/gateways\/[^/]+$/ },
  rail('/audit'),
  { link: 'main a[href^="/audit/"]', arrives: /\/audit\/\d+$/ },
  rail('/people'),
  rail('/quarantine'),
  {
    opens: 'header .person button[aria-expanded]',
    link: 'header .person a[href="/account"]',
    arrives: /\/account$/,
  },
  rail('/overview'),
];

/** How long somebody looks before going on: live values have come and were painted. */
const LOOK_MS = 400;
const PATIENCE_MS = 10_000;

/** Goes one round by clicking links, without loading the page anew. */
export async function walkRound(page: Page): Promise<void> {
  for (const { opens, link, arrives } of ROUND) {
    if (opens !== undefined) await page.locator(opens).click({ timeout: PATIENCE_MS });
    // A map of many drives moves nothing, but its links are renewed: click what is there at that moment.
    await page.locator(link).first().click({ timeout: PATIENCE_MS });
    await page.waitForURL(arrives, { timeout: PATIENCE_MS });
    await page.waitForTimeout(LOOK_MS);
  }
}
