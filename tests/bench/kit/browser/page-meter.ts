import type { CDPSession, Page } from 'playwright-core';

/** What the browser counts of a page's renderer. */
interface Counters {
  /** Seconds the main thread has been busy. */
  busySeconds: number;
  heapMb: number;
  nodes: number;
  listeners: number;
}

/** Memory after everything that nobody holds any more was collected. */
export interface PageMemory {
  heapMb: number;
  /** DOM nodes alive, in the document or not. */
  nodes: number;
  /** Those of them that are in no document. */
  detached: number;
  listeners: number;
}

declare global {
  interface Window {
    /** Durations in ms of tasks over 50 ms since the list was last emptied. */
    benchLongTasks: number[];
  }
}

/** Reads the browser's own measurements of one page. */
export class PageMeter {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  /** To be attached before the page goes anywhere, so that no long task is missed. */
  static async attach(page: Page): Promise<PageMeter> {
    await page.addInitScript(() => {
      window.benchLongTasks = [];
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.benchLongTasks.push(entry.duration);
      });
      observer.observe({ type: 'longtask', buffered: true });
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    return new PageMeter(page, session);
  }

  async counters(): Promise<Counters> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return {
      busySeconds: value('TaskDuration'),
      heapMb: value('JSHeapUsedSize') / 1e6,
      nodes: value('Nodes'),
      listeners: value('JSEventListeners'),
    };
  }

  /** Durations of tasks over 50 ms since this was last asked. */
  takeLongTasks(): Promise<number[]> {
    return this.page.evaluate(() => window.benchLongTasks.splice(0));
  }

  /** Collects garbage first. */
  async memory(): Promise<PageMemory> {
    // Once for the scripts, and again for what their finalisers let go of.
    for (let i = 0; i < 2; i += 1) await this.session.send('HeapProfiler.collectGarbage');
    const attached = await this.page.evaluate(() => {
      const walker = document.createTreeWalker(document);
      let count = 1;
      while (walker.nextNode() !== null) count += 1;
      return count;
    });
    const { heapMb, nodes, listeners } = await this.counters();
    return { heapMb, nodes, detached: nodes - attached, listeners };
  }
}
