import { REAL_SIGNALS } from '../../src/lib/domain/telemetry/signals';
import { DAY_MS, HOUR_MS } from '../../src/lib/domain/time';
import type { Database } from '../../src/lib/server/storage/database';
import { readHistory } from '../../src/lib/server/storage/history-store';
import type { BenchPlant } from './kit/bench-plant';
import { openPage } from './kit/browser';
import { complaintsFigure } from './kit/browser-windows';
import { drawnAfter, watchCharts } from './kit/browser/chart-paint';
import { median, medianOfRuns, percentile } from './kit/figures';
import { fillHistory } from './kit/history/fill-history';
import { keysOf, openProductDatabase } from './kit/history/product-database';
import { loadFigures, watchLoad } from './kit/load/load-window';
import type { Product } from './kit/product';
import { withRunning, type Running } from './kit/running';
import { pause, type BenchContext, type Figure, type Scenario } from './kit/scenario';

const DRIVES = 200;
const DAYS = 30;
/** How often each window is asked for in one run. */
const TIMES = 20;
/** Between two acts of a person; live values go on meanwhile. */
const LOOK_MS = 400;

/** Ranges, as they stand in the page's address, and what they have to reach. */
const RANGES = {
  '1h': { label: '1 h', ms: HOUR_MS, mostMs: 400 },
  '30d': { label: '30 d', ms: DAYS * DAY_MS, mostMs: 800 },
} as const;
type Range = keyof typeof RANGES;
const NAMES = Object.keys(RANGES) as Range[];

/** Somebody looks back: at the last hour, and at a month. */
export const scenario: Scenario = {
  name: 'history',
  title: `${DAYS} days of 1 s data of one drive among ${DRIVES}, which go on at 1 Hz: its last hour and month in Chromium`,
  async run(context) {
    let filled: Figure[] = [];
    const prepare = async (product: Product, plant: BenchPlant) => {
      context.say(`writing ${DAYS} days of one drive and a little of the others`);
      const db = await openProductDatabase(product);
      try {
        const keys = await keysOf(db, plant.drives);
        const { rows, fillSeconds, summariseSeconds } = await fillHistory(db, {
          keys,
          days: DAYS,
          signal: context.signal,
        });
        filled = [
          { name: 'rows written before', value: rows, unit: '' },
          { name: 'time for that', value: fillSeconds, unit: 's' },
          { name: 'time until summarised', value: summariseSeconds, unit: 's' },
        ];
      } finally {
        await db.close();
      }
    };
    return withRunning({ drives: DRIVES, prepare }, context, async (running) => {
      const runs: Figure[][] = [];
      const complaints: number[] = [];
      const generator = watchLoad(running.load);
      generator.begin();
      for (let run = 1; run <= context.runs; run += 1) {
        context.say(`run ${run} of ${context.runs}`);
        const paint = await paints(running, context);
        complaints.push(paint.complaints);
        runs.push([...paint.drawn, ...(await queries(running, context))]);
      }
      const meanwhile = loadFigures([generator.end()], DRIVES);
      const { published, acknowledged, oldestWaitingMs } = running.load.counts();
      return [
        ...medianOfRuns(runs),
        complaintsFigure(complaints),
        ...meanwhile,
        { name: 'published meanwhile', value: published, unit: 'messages' },
        { name: 'not yet acknowledged at the end', value: published - acknowledged, unit: 'messages' },
        { name: 'oldest of those', value: oldestWaitingMs, unit: 'ms' },
        ...filled,
      ];
    });
  },
};

interface Paints {
  drawn: Figure[];
  /** What the page complained about on its console. */
  complaints: number;
}

/** A browser just started: windows are chosen in turn on one page, and the page is opened anew for each. */
async function paints({ plant, product }: Running, { say, signal }: BenchContext): Promise<Paints> {
  const path = `/drives/${plant.drives[0]}`;
  const { page, complaints, close } = await openPage({ target: product, person: 'operator', path });
  try {
    await watchCharts(page);
    const opened: Record<Range, number[]> = { '1h': [], '30d': [] };
    const chosen: Record<Range, number[]> = { '1h': [], '30d': [] };
    for (let time = 0; time < TIMES; time += 1) {
      for (const range of NAMES) {
        await page.goto(`${product.url}${path}?range=${range}`, { waitUntil: 'commit' });
        opened[range].push(await drawnAfter(page));
        await pause(LOOK_MS, signal);
      }
    }
    for (let time = 0; time < TIMES; time += 1) {
      for (const range of NAMES) {
        await page.getByText(RANGES[range].label, { exact: true }).click();
        chosen[range].push(await drawnAfter(page));
        await pause(LOOK_MS, signal);
      }
    }
    if (complaints.length > 0) say(`the page complained: ${complaints.join(' | ')}`);
    const drawn = NAMES.flatMap((range) => {
      const { label, mostMs } = RANGES[range];
      return [
        figure(`${label} chosen -> drawn p95`, chosen[range], mostMs),
        figure(`page opened at ${label} -> drawn p95`, opened[range], mostMs),
      ];
    });
    return { drawn, complaints: complaints.length };
  } finally {
    await close();
  }
}

/** The server's own part: the query for the page's signals, from another process beside the running server. */
async function queries({ plant, product }: Running, { signal }: BenchContext): Promise<Figure[]> {
  const db = await openProductDatabase(product);
  try {
    const [key = 0] = await keysOf(db, plant.drives.slice(0, 1));
    const figures: Figure[] = [];
    for (const range of NAMES) {
      const times: number[] = [];
      for (let time = 0; time < TIMES; time += 1) {
        times.push(await queryMs(db, key, RANGES[range].ms));
        await pause(50, signal);
      }
      figures.push(figure(`query of ${RANGES[range].label} p95`, times));
    }
    return figures;
  } finally {
    await db.close();
  }
}

async function queryMs(db: Database, key: number, rangeMs: number): Promise<number> {
  const to = Date.now();
  const began = performance.now();
  const request = { key, signals: REAL_SIGNALS.slice(0, 4), from: to - rangeMs, to } as const;
  await readHistory(db, { ...request, resolution: 'auto', maxPoints: 1_500 });
  return performance.now() - began;
}

const figure = (name: string, times: readonly number[], most?: number): Figure => ({
  name,
  value: percentile(times, 95),
  unit: 'ms',
  ...(most === undefined ? {} : { limit: { most } }),
  detail: `of ${times.length}, the middle one ${median(times).toFixed(0)}`,
});
