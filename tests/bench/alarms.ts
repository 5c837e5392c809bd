import { actFigures } from './alarms/act-figures';
import { auditFigures } from './alarms/audit-figures';
import { bannerFigures } from './alarms/banner-figures';
import { floodFigures } from './alarms/flood-figures';
import { raceFigures } from './alarms/race-figures';
import { medianOfRuns } from './kit/figures';
import type { BenchContext, Figure, Scenario } from './kit/scenario';

/** From a critical event to the banner, what people do with very many alarms, a flood, and the audit log. */
export const scenario: Scenario = {
  name: 'alarms',
  title:
    'critical events on every route, acts with 10,000 and 100,000 open alarms, a flood of 1,000; beside 2,000 drives',
  async run(context) {
    return [
      ...(await orMissed('banner', () => bannerFigures(context), context)),
      ...(await orMissed('acts', () => repeated(actFigures, context), context)),
      ...(await orMissed('race', () => repeated(raceFigures, context), context)),
      ...(await orMissed('flood', () => repeated(floodFigures, context), context)),
      // Takes its medians itself: the million entries are written once.
      ...(await orMissed('audit', () => auditFigures(context), context)),
    ];
  },
};

/** What one part could not measure is missed, and keeps nobody from the figures of the others. */
async function orMissed(
  part: string,
  measure: () => Promise<Figure[]>,
  { signal }: BenchContext,
): Promise<Figure[]> {
  try {
    return await measure();
  } catch (error) {
    if (signal.aborted) throw error;
    const detail = `not measured: ${error instanceof Error ? error.message : String(error)}`;
    return [{ name: part, value: NaN, unit: '', limit: { most: 0 }, detail }];
  }
}

async function repeated(
  measure: (context: BenchContext) => Promise<Figure[]>,
  context: BenchContext,
): Promise<Figure[]> {
  const runs: Figure[][] = [];
  for (let run = 0; run < context.runs; run += 1) runs.push(await measure(context));
  return medianOfRuns(runs);
}
