import type { Page } from 'playwright-core';
import { openPage, type PageFigures } from './browser';
import { medianOf, worstOf } from './figures';
import type { Running } from './running';
import type { BenchContext, Figure } from './scenario';

interface WindowsOptions {
  person: string;
  path: string;
  viewport?: { width: number; height: number };
  /** What else is measured in each window. */
  begin?: () => void | Promise<void>;
  /** Throws when the page does not show what is to be measured. */
  check?: (page: Page) => Promise<void>;
  end?: () => void | Promise<void>;
}

/** Measures a page as often as the bench asks, each time in a browser just started. */
export async function pageWindows(
  { product }: Pick<Running, 'product'>,
  { seconds, runs, say, signal }: BenchContext,
  options: WindowsOptions,
): Promise<PageFigures[]> {
  const windows: PageFigures[] = [];
  for (let run = 1; run <= runs; run += 1) {
    say(`window ${run} of ${runs}: ${options.path}`);
    const page = await openPage({ target: product, ...options });
    try {
      await options.check?.(page.page);
      windows.push(await page.measure({ seconds, signal, begin: options.begin, end: options.end }));
      if (page.complaints.length > 0) say(`the page complained: ${page.complaints.join(' | ')}`);
    } finally {
      await page.close();
    }
  }
  return windows;
}

/** What is asked of every page. */
export interface PageLimits {
  paintedP99Ms: number | undefined;
  mainThreadPct: number | undefined;
  longTasksPerMinute: number | undefined;
}

/** The medians over the windows, beside their limits. */
export function pageFigures(windows: readonly PageFigures[], limits: PageLimits): Figure[] {
  const of = (read: (window: PageFigures) => number) => medianOf(windows.map(read));
  return [
    {
      name: 'publish -> painted p99',
      unit: 'ms',
      ...of(({ painted }) => painted.p99),
      ...most(limits.paintedP99Ms),
      detail: `${of(({ painted }) => painted.p99).detail}; each frame by its oldest value, upper bound of its bucket`,
    },
    { name: 'publish -> painted p50', unit: 'ms', ...of(({ painted }) => painted.p50) },
    {
      name: 'frames painted',
      unit: '1/s',
      limit: { least: 1 },
      ...worstOf(
        windows.map(({ painted, seconds }) => painted.count / seconds),
        'least',
      ),
    },
    complaintsFigure(windows.map(({ complaints }) => complaints)),
    {
      name: 'main thread',
      unit: '%',
      ...of((window) => window.mainThreadPct),
      ...most(limits.mainThreadPct),
    },
    {
      name: 'long tasks',
      unit: '/min',
      ...of((window) => window.longTasksPerMinute),
      ...most(limits.longTasksPerMinute),
    },
    { name: 'longest task', unit: 'ms', ...of((window) => window.longestMs) },
  ];
}

/** A page that complains is not the one to be measured. */
export const complaintsFigure = (complaints: readonly number[]): Figure => ({
  name: 'complaints of the page',
  unit: '',
  limit: { most: 0 },
  ...worstOf(complaints, 'most'),
});

const most = (limit: number | undefined) => (limit === undefined ? {} : { limit: { most: limit } });
