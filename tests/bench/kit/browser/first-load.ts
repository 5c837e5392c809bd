import { get } from 'node:http';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../../support/chromium';
import { complaintsOf, cookiesOf, SHOWN_WITHIN_MS } from '../browser';
import { pause } from '../scenario';
import { cumulativeShift, type LayoutShift } from './layout-shift';

/** By then everything that comes late has come, and what it moved has been counted. */
const WATCHED_MS = 5_000;

/** What a first load costs and how it looks to whoever waits for it. */
export interface FirstLoad {
  /** Scripts that the document asks for, with gzip. */
  scriptKb: number;
  scripts: number;
  /** Scripts that come after those, with gzip. */
  lazyKb: number;
  lazy: number;
  styleKb: number;
  /** Largest contentful paint, since the start of navigation. */
  lcpSeconds: number;
  fcpSeconds: number;
  /** Until the document was here. */
  documentSeconds: number;
  /** Cumulative layout shift. */
  cls: number;
  /** What the page complained about on its console. */
  complaints: number;
}

declare global {
  interface Window {
    benchLcp: number;
    benchShifts: LayoutShift[];
  }
}

/** Opens `path` in a browser that has seen nothing before, as that person, and watches it for some seconds. */
export async function firstLoad(
  target: { url: string; signIn(person: string): Promise<string> },
  person: string,
  path: string,
  signal: AbortSignal,
): Promise<FirstLoad> {
  const cookie = await target.signIn(person);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies(cookiesOf(cookie, target.url));
    const page = await context.newPage();
    await observe(page);
    const complaints = complaintsOf(page);
    const response = await page.goto(target.url + path, { waitUntil: 'load' });
    const head = `${await response?.headerValue('link')} ${await response?.text()}`;
    await page.waitForURL((url) => url.pathname === path, { timeout: SHOWN_WITHIN_MS });
    await page.locator('header [data-link=live]').waitFor({ timeout: SHOWN_WITHIN_MS });
    const named = scriptsNamedIn(head, page.url());
    await pause(WATCHED_MS, signal);
    const seen = await page.evaluate(read);
    const sizes = await Promise.all(
      ending(seen.resources, '.js').map(async (url) => ({ url, bytes: await gzipBytes(url, cookie) })),
    );
    const styles = await Promise.all(ending(seen.resources, '.css').map((url) => gzipBytes(url, cookie)));
    const kb = (bytes: readonly number[]) => bytes.reduce((sum, each) => sum + each, 0) / 1_000;
    const [first, lazy] = [
      sizes.filter(({ url }) => named.has(url)),
      sizes.filter(({ url }) => !named.has(url)),
    ].map((some) => some.map(({ bytes }) => bytes));
    return {
      scriptKb: kb(first ?? []),
      scripts: first?.length ?? 0,
      lazyKb: kb(lazy ?? []),
      lazy: lazy?.length ?? 0,
      styleKb: kb(styles),
      lcpSeconds: seen.lcp / 1_000,
      fcpSeconds: seen.fcp / 1_000,
      documentSeconds: seen.document / 1_000,
      cls: cumulativeShift(seen.shifts),
      complaints: complaints.length,
    };
  } finally {
    await browser.close();
  }
}

/** Before anything of the page runs. */
const observe = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.benchLcp = Number.NaN;
    window.benchShifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.benchLcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput) window.benchShifts.push({ at: shift.startTime, value: shift.value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });

/** Runs in the page; has no functions with names, for which the loader would add a call that is not there. */
function read() {
  const [navigation] = performance.getEntriesByType('navigation');
  return {
    resources: [...new Set(performance.getEntriesByType('resource').map(({ name }) => name))],
    lcp: window.benchLcp,
    shifts: window.benchShifts,
    fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    document: (navigation as PerformanceNavigationTiming | undefined)?.responseEnd ?? Number.NaN,
  };
}

/** Addresses whose path ends so. */
const ending = (addresses: readonly string[], extension: string): string[] =>
  addresses.filter((address) => new URL(address).pathname.endsWith(extension));

/** Every script that the document or its `Link` header names: Kit preloads all that the first page imports. */
function scriptsNamedIn(text: string, base: string): Set<string> {
  const found = text.matchAll(/["'(<]([^"'()<>\s]+\.js)["')>]/g);
  return new Set([...found].map(([, path = '']) => new URL(path, base).href));
}

/** Bytes of the body when only gzip is understood. */
function gzipBytes(url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip', cookie } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('error', reject);
      response.on('end', () =>
        response.headers['content-encoding'] === 'gzip' && response.statusCode === 200
          ? resolve(bytes)
          : reject(new Error(`${url} is not sent with gzip (${response.statusCode})`)),
      );
    }).on('error', reject);
  });
}
