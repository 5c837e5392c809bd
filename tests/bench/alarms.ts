import { actFigures } from './alarms/act-figures';
import { auditFigures } from './alarms/audit-figures';
import { bannerFigures } from './alarms/banner-figures';
import { floodFigures } from './alarms/flood-figures';
import { medianOfRuns } from './kit/figures';
import type { BenchContext, Figure, Scenario } from './kit/scenario';

/** From a critical event to the banner, what people do with very many alarms, a flood, and the audit log. */
export const scenario: Scenario = {
  name: 'alarms',
  title:
    'critical events on every route, acts with 10,000 and 100,000 open alarms, a flood of 1,000; beside 2,000 drives',
  async run(context) {
    return [
      ...(await bannerFigures(context)),
      ...(await repeated(actFigures, context)),
      ...(await repeated(floodFigures, context)),
      // Takes its medians itself: the million entries are written once.
      ...(await auditFigures(context)),
    ];
  },
};

async function repeated(
  measure: (context: BenchContext) => Promise<Figure[]>,
  context: BenchContext,
): Promise<Figure[]> {
  const runs: Figure[][] = [];
  for (let run = 0; run < context.runs; run += 1) runs.push(await measure(context));
  return medianOfRuns(runs);
}
