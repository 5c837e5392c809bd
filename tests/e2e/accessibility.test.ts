import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { visit } from '../support/visitor';

const url = inject('plantUrl');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PAGES = [
  '/overview',
  '/sites',
  '/sites/aldermere',
  '/drives/mp-101',
  '/gateways',
  '/gateways/gw-004',
  '/zones',
  '/posture',
  '/posture/report',
  '/attestations',
  '/assets',
  '/assets/gateway:gw-004',
  '/assets/lifecycle?all=yes',
  '/advisories',
  '/advisories?view=advisories',
  '/playbooks',
  '/runs?state=all',
  '/people',
  '/audit',
  '/tokens',
  '/quarantine',
  '/account',
];

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/**
 * Grave faults of a page as it stands, by day and then by night, when only colours are others. The legacy mode opens
 * no second window for each look; what it leaves out is frames of other origins, and there are none.
 */
async function faultsOf(page: Page, path: string): Promise<string[]> {
  const byDay = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'night'));
  const byNight = await new AxeBuilder({ page }).setLegacyMode().withRules(['color-contrast']).analyze();
  return [...byDay.violations, ...byNight.violations]
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => {
      const where = nodes.slice(0, 3).map(({ target }) => target.join(' '));
      return `${path} ${id}: ${where.join(' | ')}`;
    });
}

it('no page has a serious fault of accessibility, by day or by night', async () => {
  const { page, close } = await visit(browser, url, { person: 'administrator' });
  const faults: string[] = [];
  for (const path of PAGES) {
    await page.goto(url + path);
    await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
    faults.push(...(await faultsOf(page, path)));
  }
  await close();
  expect(faults).toEqual([]);
}, 120_000);

it('nor has the sign-in page', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  expect(await faultsOf(page, '/login')).toEqual([]);
  await context.close();
});
