import { openPage, type BenchPage } from './kit/browser';
import type { PageMemory } from './kit/browser/page-meter';
import { ROUND, walkRound } from './kit/browser/route-walk';
import { complaintsFigure } from './kit/browser-windows';
import { loadFigures, watchLoad } from './kit/load/load-window';
import { withRunning } from './kit/running';
import { pause, type BenchContext, type Figure, type Scenario } from './kit/scenario';
import { slope } from './kit/trend';

/** Readings of the resting page, one a window: ten minutes at a window's usual length. */
const READINGS = 10;
const ROUTE_CHANGES = 200;
/** Rounds before the first reading: every page's code is loaded and compiled by then. */
const WARM_UP_ROUNDS = 3;
/** Windows before the first reading at rest: by then what runs often is compiled. */
const WARM_UP_WINDOWS = 2;

/** A page that stays open for weeks must not grow, neither by standing still nor by going about. */
export const scenario: Scenario = {
  name: 'heap',
  title: `Overview open at 2,000 drives, ${READINGS} windows with a collection each; then ${ROUTE_CHANGES} route changes`,
  run: (context) =>
    withRunning({ drives: 2_000 }, context, async ({ plant, product, load }) => {
      const page = await openPage({ target: product, person: 'administrator', path: '/overview' });
      try {
        const generator = watchLoad(load);
        generator.begin();
        const measured = [...(await atRest(page, context)), ...(await onTheMove(page, context))];
        const complaints = complaintsFigure([page.complaints.length]);
        return [...measured, complaints, ...loadFigures([generator.end()], plant.drives.length)];
      } finally {
        await page.close();
      }
    }),
};

async function atRest(page: BenchPage, { seconds, say, signal }: BenchContext): Promise<Figure[]> {
  await pause(WARM_UP_WINDOWS * seconds * 1_000, signal);
  const readings: { at: number; memory: PageMemory }[] = [];
  const startedAt = performance.now();
  for (let i = 0; i <= READINGS; i += 1) {
    if (i > 0) await pause(seconds * 1_000, signal);
    readings.push({ at: (performance.now() - startedAt) / 60_000, memory: await page.memory() });
    say(`heap ${readings.at(-1)?.memory.heapMb.toFixed(2)} MB`);
  }
  const of = (read: (memory: PageMemory) => number) =>
    readings.map(({ at, memory }) => ({ at, value: read(memory) }));
  const heap = of(({ heapMb }) => heapMb);
  return [
    {
      name: 'heap slope at rest',
      value: slope(heap),
      unit: 'MB/min',
      limit: { most: 0.1 },
      detail: `least squares of ${heap.map(({ value }) => value.toFixed(2)).join(', ')} MB after collection`,
    },
    { name: 'DOM nodes at rest', value: slope(of(({ nodes }) => nodes)), unit: '/min' },
    { name: 'event listeners at rest', value: slope(of(({ listeners }) => listeners)), unit: '/min' },
  ];
}

async function onTheMove(page: BenchPage, { seconds, say, signal }: BenchContext): Promise<Figure[]> {
  // Shorter windows ask for a shorter walk.
  const rounds = Math.max(2, Math.ceil((ROUTE_CHANGES / ROUND.length) * Math.min(1, seconds / 60)));
  for (let i = 0; i < WARM_UP_ROUNDS; i += 1) await walkRound(page.page);
  const readings: PageMemory[] = [await page.memory()];
  for (let round = 1; round <= rounds; round += 1) {
    signal.throwIfAborted();
    await walkRound(page.page);
    readings.push(await page.memory());
    const { heapMb, nodes, detached } = readings.at(-1)!;
    say(`round ${round} of ${rounds}: ${heapMb.toFixed(2)} MB, ${nodes} nodes, ${detached} of them detached`);
  }
  const trend = (read: (memory: PageMemory) => number) =>
    slope(readings.map((memory, i) => ({ at: i * ROUND.length, value: read(memory) })));
  const [first, last] = [readings[0]!, readings.at(-1)!];
  const changes = rounds * ROUND.length;
  return [
    {
      name: 'heap growth over route changes',
      value: last.heapMb - first.heapMb,
      unit: 'MB',
      limit: { most: 2 },
      detail: `${changes} changes; ${readings.map(({ heapMb }) => heapMb.toFixed(2)).join(', ')} MB after each round`,
    },
    {
      name: 'detached nodes, trend',
      value: trend(({ detached }) => detached),
      unit: 'a change',
      // A page that kept the least of one route in a round would keep a node each time it is left.
      limit: { most: 0.05 },
      detail: `${first.detached} first, ${last.detached} last`,
    },
    { name: 'DOM nodes, trend', value: trend(({ nodes }) => nodes), unit: 'a change' },
    { name: 'event listeners, trend', value: trend(({ listeners }) => listeners), unit: 'a change' },
  ];
}
