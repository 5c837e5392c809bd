import type { Page } from 'playwright-core';
import type { PosturePast } from './kit/history/fill-posture';
import { benchPlant } from './kit/bench-plant';
import { openPage } from './kit/browser';
import { complaintsFigure } from './kit/browser-windows';
import { median, medianOfRuns, percentile } from './kit/figures';
import { fillPosture } from './kit/history/fill-posture';
import { openProductDatabase } from './kit/history/product-database';
import { startProduct, type Product } from './kit/product';
import { pause, type BenchContext, type Figure, type Scenario } from './kit/scenario';

const ZONES = 200;
const PAST: PosturePast = { days: 3 * 2 * 364, changesPerDay: 1, incidents: 8_000, drills: 600 };
/** Page of three years: every figure of it with its ghost of the three years before. */
const PATH = '/posture?period=156w';
/** How often the page is opened in one run. */
const TIMES = 10;
const LOOK_MS = 1_000;
const WITHIN_MS = 20_000;
/** Seven requirements, zones, vulnerabilities, certificates, support, two times and drills. */
const CHARTS = 14;

/** A manager looks at three years of a company, beside the three before. */
export const scenario: Scenario = {
  name: 'trends',
  title: `${ZONES} zones, six years of changes, one a day and zone: a page of three years beside the three before, in Chromium`,
  async run(context) {
    const plant = benchPlant({ gateways: ZONES, drivesPerGateway: 1, sites: 20, gatewaysPerZone: 1 });
    const product = await startProduct(plant);
    try {
      context.say('writing six years of posture');
      const db = await openProductDatabase(product);
      const zones = plant.gateways.map(({ zone, site }) => ({ id: zone, site }));
      const rows = await fillPosture(db, zones, PAST).finally(() => db.close());
      const runs: Figure[][] = [];
      const complaints: number[] = [];
      for (let run = 1; run <= context.runs; run += 1) {
        context.say(`run ${run} of ${context.runs}`);
        const opened = await openings(product, context);
        runs.push(opened.figures);
        complaints.push(opened.complaints);
      }
      return [
        ...medianOfRuns(runs),
        complaintsFigure(complaints),
        { name: 'rows written before', value: rows, unit: '' },
      ];
    } finally {
      await product.stop();
    }
  },
};

/** A browser just started opens the page again and again. */
async function openings(
  product: Product,
  { say, signal }: BenchContext,
): Promise<{ figures: Figure[]; complaints: number }> {
  const { page, complaints, close } = await openPage({
    target: product,
    person: 'manager',
    path: '/account',
  });
  try {
    const painted: number[] = [];
    const answered: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      await page.goto(product.url + PATH, { waitUntil: 'commit' });
      painted.push(await paintedAfter(page));
      answered.push(
        await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.toJSON().responseStart),
      );
      await pause(LOOK_MS, signal);
    }
    if (complaints.length > 0) say(`the page complained: ${complaints.join(' | ')}`);
    const detail = (times: readonly number[]) =>
      `of ${times.length}, the middle one ${median(times).toFixed(0)}`;
    return {
      complaints: complaints.length,
      figures: [
        {
          name: 'page of three years opened -> every chart painted, p95',
          value: percentile(painted, 95),
          unit: 'ms',
          limit: { most: 1_000 },
          detail: detail(painted),
        },
        {
          name: 'of that until the server answered, p95',
          value: percentile(answered, 95),
          unit: 'ms',
          detail: detail(answered),
        },
      ],
    };
  } finally {
    await close();
  }
}

/** From the start of navigation to the first frame that shows every chart. */
async function paintedAfter(page: Page): Promise<number> {
  // Runs in the page; asked at the beginning of each frame: what is found drawn is on the screen when the next begins.
  const handle = await page.waitForFunction(
    (charts) => {
      const isDrawn = document.querySelectorAll('[data-chart="painted"]').length >= charts;
      const wasDrawn = document.body.dataset['drawn'] === 'yes';
      if (isDrawn) document.body.dataset['drawn'] = 'yes';
      return isDrawn && wasDrawn && performance.now();
    },
    CHARTS,
    { polling: 'raf', timeout: WITHIN_MS },
  );
  return Number(await handle.jsonValue());
}
