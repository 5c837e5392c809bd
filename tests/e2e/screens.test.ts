import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { serverPid } from '../support/server-pid';
import { cleanEnvironment } from '../support/server-process';
import { visit } from '../support/visitor';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

describe('an address where nothing is', () => {
  it('is said inside the frame to whoever is signed in', async () => {
    const { page, close } = await visit(browser, url, { person: 'operator' });
    for (const path of ['/nowhere', '/drives/No%20Such', '/drives/no-such', '/audit/1/more']) {
      const answer = await page.goto(url + path);
      expect([path, answer?.status()]).toEqual([path, 404]);
      await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
      await page.getByRole('heading', { name: 'Not found' }).waitFor();
      expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(1);
    }
    await close();
  });

  it('leads strangers to sign in, and stays an error to scripts and for files', async () => {
    const page = await fetch(`${url}/nowhere`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/login?next=%2Fnowhere']);
    for (const path of ['/api/v1/nothing', '/api', '/robots.txt', '/.well-known/security.txt']) {
      expect([path, (await fetch(url + path, { redirect: 'manual' })).status]).toEqual([path, 404]);
    }
  });
});

/** Sum of the layout shifts of a page that is loaded as if for the first time, until it is live. */
async function shiftsOf(page: Page, path: string): Promise<number> {
  await page.goto(url + path);
  await page.locator('header [data-link=live]').waitFor({ timeout: 20_000 });
  await page.locator('main [data-quality=live]').first().waitFor({ timeout: 20_000 });
  // What the last news moved has been painted in the second frame from here.
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(Reflect.get(window, 'shifted'))));
      }),
  );
}

describe('a page that comes alive', () => {
  it.each([
    [1440, 900, '/overview'],
    [1920, 1080, '/overview'],
    [390, 844, '/overview'],
    [1440, 900, '/drives/mp-101'],
  ])('of %i x %i moves nothing that stands there already: %s', async (width, height, path) => {
    const visitor = await visit(browser, url, {
      person: 'operator',
      path: '/account',
      viewport: { width, height },
    });
    const { page } = visitor;
    await page.addInitScript(() => {
      Reflect.set(window, 'shifted', 0);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
          Reflect.set(window, 'shifted', Reflect.get(window, 'shifted') + entry.value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    expect(await shiftsOf(page, path)).toBeLessThanOrEqual(0.02);
    await visitor.close();
  });
});

it('what a gateway says of its services is history while the server is silent', async () => {
  const { page, close } = await visit(browser, url, { person: 'operator', path: '/gateways/gw-004' });
  const services = page.locator('[data-service]');
  await page.locator('[data-service][data-quality=live]').first().waitFor({ timeout: 20_000 });
  const pid = serverPid(String(env['ZONEWATCH_DATA']));
  process.kill(pid, 'SIGSTOP');
  try {
    await page.locator('[data-service][data-quality=stale]').first().waitFor({ timeout: 10_000 });
    expect(await services.locator('td').first().innerText()).toMatch(/^last /);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await page.locator('[data-service][data-quality=live]').first().waitFor({ timeout: 40_000 });
  await close();
}, 120_000);
