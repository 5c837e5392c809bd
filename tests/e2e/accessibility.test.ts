import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
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

describe.each(['day', 'night'] as const)('by %s', (theme) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('no page has a serious fault of accessibility', async () => {
    const { page, close } = await visit(browser, url, { person: 'administrator', theme });
    const faults: string[] = [];
    for (const path of PAGES) {
      await page.goto(url + path);
      await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const { id, impact, nodes } of violations) {
        if (impact === 'serious' || impact === 'critical') {
          faults.push(
            `${path} ${id}: ${nodes
              .map(({ target }) => target.join(' '))
              .slice(0, 3)
              .join(' | ')}`,
          );
        }
      }
    }
    await close();
    expect(faults).toEqual([]);
  }, 120_000);

  it('nor has the sign-in page', async () => {
    const context = await browser.newContext();
    await context.addCookies([{ name: 'zonewatch-theme', value: theme, url }]);
    const page = await context.newPage();
    await page.goto(`${url}/login`);
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    await context.close();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  });
});
