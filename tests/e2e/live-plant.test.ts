import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { serverPid } from '../support/server-pid';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { visit, type Visitor } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));

describe('a live plant', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function withVisitor(
    options: Parameters<typeof visit>[2],
    look: (visitor: Visitor) => Promise<void>,
  ) {
    const visitor = await visit(browser, url, options);
    try {
      await look(visitor);
    } finally {
      await visitor.close();
    }
  }

  const text = (words: RegExp | string) => ({ hasText: words });

  it('is seen whole and live soon after signing in, and says that it is simulated', () =>
    withVisitor({ person: 'operator' }, async ({ page, complaints }) => {
      const frame = page.locator('header').first();
      await frame.filter(text(/drives\s*81 \/ 81\s*live/)).waitFor({ timeout: 20_000 });
      await frame.filter(text('SIM')).waitFor();
      await page.locator('[data-kpi=power]').filter(text(/[1-9]/)).waitFor();
      expect(complaints).toEqual([]);
    }));

  it(
    'shows a gateway that went away as lost, names the broken hop, and is live again when it is back',
    () =>
      withVisitor({ person: 'operator' }, async ({ page }) => {
        const frame = page.locator('header').first();
        await frame.filter(text(/gateways\s*8 \/ 8/)).waitFor({ timeout: 20_000 });
        expect(zonewatch(['sim', 'offline', 'gw-004'], env)).toMatchObject({ code: 0 });
        try {
          await frame.filter(text(/gateways\s*7 \/ 8/)).waitFor({ timeout: 15_000 });
          await page.goto(`${url}/drives/mp-101`);
          await page
            .locator('main')
            .filter(text(/gateway/i))
            .waitFor();
          await page.locator('main [data-quality=lost]').first().waitFor({ timeout: 20_000 });
          expect(await page.locator('main [data-quality=live]').count()).toBe(0);
        } finally {
          expect(zonewatch(['sim', 'online', 'gw-004'], env)).toMatchObject({ code: 0 });
        }
        await page.locator('main [data-quality=live]').first().waitFor({ timeout: 30_000 });
      }),
    120_000,
  );

  it(
    'announces a server that has fallen silent within three seconds, and recovers by itself',
    () =>
      withVisitor({ person: 'operator' }, async ({ page }) => {
        await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
        const pid = serverPid(String(env['ZONEWATCH_DATA']));
        process.kill(pid, 'SIGSTOP');
        const startedAt = performance.now();
        let announcedAfterMs: number;
        try {
          await page.locator('header [data-link=down]').waitFor({ timeout: 10_000 });
          announcedAfterMs = performance.now() - startedAt;
          await page
            .locator('header')
            .first()
            .filter(text(/server/i))
            .waitFor();
        } finally {
          process.kill(pid, 'SIGCONT');
        }
        // One heartbeat may just have come, and reading the page takes a moment.
        expect(announcedAfterMs).toBeLessThan(3_500);
        await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
      }),
    60_000,
  );

  it('comes back by itself when somebody went to a page while the server could not be reached', () =>
    withVisitor({ person: 'operator', path: '/gateways' }, async ({ page, context }) => {
      await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
      await context.setOffline(true);
      await page.locator('nav a[href="/sites"]').click();
      await page.locator('main').filter(text('The server does not answer.')).waitFor();
      await context.setOffline(false);
      await page.locator('header [data-link=live]').waitFor({ timeout: 10_000 });
      expect(new URL(page.url()).pathname).toBe('/sites');
    }));

  it('changes digits at most once a second, whatever its drives send', () =>
    withVisitor({ person: 'operator', path: '/drives/mp-101' }, async ({ page }) => {
      await page.locator('main [data-quality=live]').first().waitFor({ timeout: 20_000 });
      const most = await page.evaluate(async () => {
        const changes = new Map<Node, number>();
        const observer = new MutationObserver((records) => {
          for (const { target } of records) changes.set(target, (changes.get(target) ?? 0) + 1);
        });
        for (const value of document.querySelectorAll('main [data-quality]')) {
          observer.observe(value, { characterData: true, subtree: true });
        }
        await new Promise((resolve) => setTimeout(resolve, 6_000));
        observer.disconnect();
        return Math.max(0, ...changes.values());
      });
      expect(most).toBeGreaterThan(0);
      expect(most / 6).toBeLessThanOrEqual(1.4);
    }));

  it('is operated without a mouse: heat map, drive, and back', () =>
    withVisitor({ person: 'operator' }, async ({ page }) => {
      await page
        .locator('header')
        .first()
        .filter(text(/81 \/ 81/))
        .waitFor({ timeout: 20_000 });
      await page.getByRole('listbox', { name: /heat map/i }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/drives\//);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toBe('');
      await page.goBack();
      await page.waitForURL(/\/overview/);
    }));
});
