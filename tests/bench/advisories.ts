import { setImmediate as othersFirst } from 'node:timers/promises';
import { readCsaf } from '../../src/lib/domain/advisories/csaf';
import { MatchIndex } from '../../src/lib/domain/advisories/match-index';
import { advisoryOf, ASSETS, ADVISORIES, assetsOf } from './advisories/corpus';
import { medianOfRuns } from './kit/figures';
import type { BenchContext, Figure, Scenario } from './kit/scenario';

const MOST_SECONDS = 20;
const MOST_MB = 500;
/** Assets between two looks at the memory. */
const LOOK_EVERY = 500;

/** Every advisory that is held against every asset: from their texts to the matches of all. */
export const scenario: Scenario = {
  name: 'advisories',
  title: `${ADVISORIES} CSAF documents of 7 products each against ${ASSETS} assets of 1,000 products and 40 versions`,
  async run(context) {
    const runs: Figure[][] = [];
    for (let run = 0; run < context.runs; run += 1) runs.push(await measureMatching(context));
    return medianOfRuns(runs);
  },
};

/** One run; smaller ones for the normal tests. */
export async function measureMatching(
  { signal }: Pick<BenchContext, 'signal'>,
  advisories = ADVISORIES,
  assets = ASSETS,
): Promise<Figure[]> {
  const texts = Array.from({ length: advisories }, (_, i) => JSON.stringify(advisoryOf(i)));
  const inventory = assetsOf(assets);
  globalThis.gc?.();
  let peak = process.memoryUsage().rss;
  const began = performance.now();
  const index = new MatchIndex();
  texts.forEach((text, number) => index.add(number, readCsaf(JSON.parse(text))));
  const indexed = performance.now();
  let matches = 0;
  let looked = 0;
  for (const asset of inventory) {
    if (signal.aborted) throw new Error('interrupted');
    matches += index.of(asset).length;
    looked += 1;
    if (looked % LOOK_EVERY === 0) {
      peak = Math.max(peak, process.memoryUsage().rss);
      await othersFirst();
    }
  }
  const seconds = (performance.now() - began) / 1_000;
  return [
    { name: 'read, index and match', value: seconds, unit: 's', limit: { most: MOST_SECONDS } },
    { name: 'of that, reading and indexing', value: (indexed - began) / 1_000, unit: 's' },
    {
      name: 'peak memory of the process',
      value: peak / 1_048_576,
      unit: 'MB',
      limit: { most: MOST_MB },
    },
    { name: 'matches', value: matches, unit: '' },
  ];
}
