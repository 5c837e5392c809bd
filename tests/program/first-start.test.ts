import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium';
import { freePort } from '../support/free-port';
import { cleanEnvironment, ServerProcess } from '../support/server-process';
import { temporaryDirectory } from '../support/temporary-directory';
import { until } from '../support/until';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PASSWORD = 'seven-words-are-a-good-start';

describe('the first start of a plant', () => {
  const directory = temporaryDirectory('first-start');
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    const env = cleanEnvironment({
      PORT: String(await freePort()),
      MQTT_PORT: String(await freePort()),
      ZONEWATCH_DATA: directory.path,
    });
    server = new ServerProcess(env);
    [browser] = await Promise.all([launchChromium(), server.start()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    directory.remove();
  });

  it.each(['day', 'night'] as const)('asks for a code on a page without faults by %s', async (theme) => {
    const context = await browser.newContext();
    await context.addCookies([{ name: 'zonewatch-theme', value: theme, url: server.url }]);
    const page = await context.newPage();
    await page.goto(`${server.url}/setup`);
    await page.getByLabel('Code').waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    await context.close();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  });

  it('makes whoever has the code that the server shows its administrator, once', async () => {
    const code = await until(
      () => /enter this code within 30 minutes: (\S+)/.exec(server.output)?.[1],
      20_000,
      'the code to be shown',
    );
    const context = await browser.newContext();
    const page = await context.newPage();
    const fill = async (entered: string) => {
      await page.fill('input[name=code]', entered);
      await page.fill('input[name=person]', 'first');
      await page.fill('input[name=displayName]', 'The First');
      await page.fill('input[name=password]', PASSWORD);
      await page.getByRole('button', { name: 'Create administrator' }).click();
    };
    await page.goto(`${server.url}/setup`);
    await fill('abcd-efgh-jkmn');
    await page.getByText('This code is not right').waitFor();

    await fill(code);
    await page.waitForURL(`${server.url}/login`);
    await page.fill('input[name=username]', 'first');
    await page.fill('input[name=password]', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForURL(`${server.url}/overview`);
    await page.getByText('There is no plant yet').waitFor();
    expect(await page.getByRole('link', { name: 'People' }).count()).toBe(1);

    await page.goto(`${server.url}/setup`);
    expect(new URL(page.url()).pathname).not.toBe('/setup');
    await context.close();
  });
});
