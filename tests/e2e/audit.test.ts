import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { visit } from '../support/visitor';

const url = inject('plantUrl');

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()));
afterAll(() => browser?.close());

describe('the audit page', () => {
  it('shows what is done while it is looked at, and how far it is verified', async () => {
    const manager = await visit(browser, url, { person: 'manager', path: '/audit' });
    await manager.page.getByText(/Verified up to entry \d+/).waitFor({ timeout: 30_000 });
    await manager.page.mouse.move(5, 5);
    const operator = await visit(browser, url, { person: 'operator' });
    const row = manager.page.getByRole('row').nth(1);
    await row
      .filter({ hasText: 'operator' })
      .filter({ hasText: 'session.start' })
      .waitFor({ timeout: 20_000 });
    await operator.close();
    expect(manager.complaints).toEqual([]);
    await manager.close();
  });

  it('proves one entry', async () => {
    const { page, close } = await visit(browser, url, { person: 'manager', path: '/audit?action=person.' });
    await page.locator('tbody a.door').first().click();
    await page.getByText('c2sp.org/tlog-proof@v1').waitFor({ timeout: 70_000 });
    expect(await page.getByText('Computed again').count()).toBe(1);
    await close();
  });

  it.each(['day', 'night'] as const)(
    'has no serious fault of accessibility by %s, also on a phone',
    async (theme) => {
      const visitor = await visit(browser, url, {
        person: 'administrator',
        path: '/audit',
        theme,
        viewport: { width: 390, height: 844 },
      });
      await visitor.page.getByText('What this proves, and what it cannot').click();
      await visitor.page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
      expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        390,
      );
      const { violations } = await new AxeBuilder({ page: visitor.page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      await visitor.close();
    },
  );
});
