import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { DEMO_PASSWORD } from './demo-plant';

/** A person at a browser of their own, signed in. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the page complained about on its console, apart from what tests provoke. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens a browser window for `person`, signed in through the form, and goes to `path`. */
export async function visit(
  browser: Browser,
  url: string,
  {
    person,
    path = '/overview',
    theme = 'day',
    ...options
  }: { person: string; path?: string; theme?: 'day' | 'night' } & BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  await context.addCookies([{ name: 'zonewatch-theme', value: theme, url }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${url}/login`);
  await page.fill('input[name=username]', person);
  await page.fill('input[name=password]', DEMO_PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForURL((address) => !address.pathname.startsWith('/login'));
  await page.goto(url + path);
  return { page, context, complaints, close: () => context.close() };
}
