import { backlogGrowth, loadFigures, mayChange } from './load/load-window';
import type { Figure } from './scenario';
import type { SteadyRun } from './steady';

/** Shows that a steady run carried its load to the end: figures of `name`. */
export function steadyFigures(name: string, run: SteadyRun): Figure[] {
  const { drives } = run;
  const { published, acknowledged, stored } = run.whole;
  const of = (figure: string) => `${name}: ${figure}`;
  return [
    ...loadFigures([run], drives, `${name}: `),
    {
      name: of('change of the backlog'),
      value: Math.abs(backlogGrowth(run.backlog)),
      unit: 'messages',
      limit: { most: mayChange(drives) },
      detail:
        'mean of the last quarter against that of the first, single window; ' +
        `${run.backlog[0]} at first, ${run.backlog.at(-1)} at last`,
    },
    { name: of('oldest waiting at the end'), value: run.oldestWaitingMs, unit: 'ms', limit: { most: 2_000 } },
    {
      name: of('published but not acknowledged'),
      value: published - acknowledged,
      unit: 'messages',
      limit: { most: 0 },
      detail: `${published} published, first to last`,
    },
    {
      name: of('acknowledged but not stored once'),
      value: Math.abs(acknowledged - stored),
      unit: 'messages',
      limit: { most: 0 },
      detail: `${stored} rows`,
    },
    { name: of('sockets lost'), value: run.latency.lost, unit: '', limit: { most: 0 } },
    { name: of('sockets without a frame'), value: run.latency.silent, unit: '', limit: { most: 0 } },
  ];
}
