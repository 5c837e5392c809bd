import type { Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium';
import { PageMeter, type PageMemory } from './browser/page-meter';
import { nextReport, paintedBetween, type Painted } from './browser/painted-window';
import { pause } from './scenario';

/** A page is left alone for this long before it is measured. */
const SETTLE_MS = 5_000;
/** By then the page it was sent to is there and shows a live link. */
export const SHOWN_WITHIN_MS = 30_000;

/** What a page did in a window. */
export interface PageFigures {
  /** Length of the window. */
  seconds: number;
  /** Share of the window that the renderer's main thread was busy. */
  mainThreadPct: number;
  /** Tasks over 50 ms, counted per minute. */
  longTasksPerMinute: number;
  longestMs: number;
  painted: Painted;
  heapMb: number;
  nodes: number;
  listeners: number;
  /** What the page has complained about on its console so far. */
  complaints: number;
}

export interface BenchPage {
  page: Page;
  /**
   * Lets the page settle, then measures it for so long. `begin` and `end` are called at the edges of the
   * window, for what else is measured in it.
   */
  measure(window: {
    seconds: number;
    signal: AbortSignal;
    begin?: (() => void | Promise<void>) | undefined;
    end?: (() => void | Promise<void>) | undefined;
  }): Promise<PageFigures>;
  /** Memory after a collection. */
  memory(): Promise<PageMemory>;
  /** What the page complained about on its console. */
  complaints: readonly string[];
  close(): Promise<void>;
}

interface PageOptions {
  target: { url: string; signIn(person: string): Promise<string> };
  person: string;
  path: string;
  viewport?: { width: number; height: number };
}

/** A headless Chromium with one page of the program, seen by that person. */
export async function openPage({ target, person, path, viewport }: PageOptions): Promise<BenchPage> {
  const cookie = await target.signIn(person);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: viewport ?? { width: 1440, height: 900 } });
    await context.addCookies(cookiesOf(cookie, target.url));
    const page = await context.newPage();
    const meter = await PageMeter.attach(page);
    const complaints = complaintsOf(page);
    await page.goto(target.url + path);
    await page.waitForURL((url) => url.pathname === path, { timeout: SHOWN_WITHIN_MS });
    await page.locator('header [data-link=live]').waitFor({ timeout: SHOWN_WITHIN_MS });
    return {
      page,
      complaints,
      memory: () => meter.memory(),
      close: () => browser.close(),
      async measure({ seconds, signal, begin, end }) {
        await pause(SETTLE_MS, signal);
        const before = await nextReport(target.url, signal);
        await meter.takeLongTasks();
        const from = await meter.counters();
        const startedAt = performance.now();
        await begin?.();
        await pause(seconds * 1_000, signal);
        await end?.();
        const to = await meter.counters();
        const elapsed = (performance.now() - startedAt) / 1_000;
        const longTasks = await meter.takeLongTasks();
        return {
          seconds: elapsed,
          mainThreadPct: (100 * (to.busySeconds - from.busySeconds)) / elapsed,
          longTasksPerMinute: (60 * longTasks.length) / elapsed,
          longestMs: Math.max(0, ...longTasks),
          painted: paintedBetween(before, await nextReport(target.url, signal)),
          heapMb: to.heapMb,
          nodes: to.nodes,
          listeners: to.listeners,
          complaints: complaints.length,
        };
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** What the page complains about on its console from now on. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** The cookies of a `Cookie` header, as the browser takes them. */
export const cookiesOf = (header: string, url: string): { name: string; value: string; url: string }[] =>
  header.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url };
  });
