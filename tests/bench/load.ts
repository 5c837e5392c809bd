import { medianOf, worstOf } from './kit/figures';
import { firstLoad, type FirstLoad } from './kit/browser/first-load';
import { complaintsFigure } from './kit/browser-windows';
import { loadFigures, watchLoad } from './kit/load/load-window';
import { withRunning } from './kit/running';
import type { Figure, Scenario } from './kit/scenario';

/** Somebody opens Overview for the first time, or after an upgrade: nothing is in the browser's cache. */
export const scenario: Scenario = {
  name: 'load',
  title: 'cold first load of Overview while 2,000 drives run',
  run: (context) =>
    withRunning({ drives: 2_000 }, context, async ({ plant, product, load }) => {
      const generator = watchLoad(load);
      generator.begin();
      const loads: FirstLoad[] = [];
      for (let run = 1; run <= context.runs; run += 1) {
        context.say(`load ${run} of ${context.runs}`);
        loads.push(await firstLoad(product, 'operator', '/overview', context.signal));
      }
      return [...figures(loads), ...loadFigures([generator.end()], plant.drives.length)];
    }),
};

function figures(loads: readonly FirstLoad[]): Figure[] {
  const of = (read: (load: FirstLoad) => number) => medianOf(loads.map(read));
  const { scripts, lazy } = loads[0]!;
  return [
    {
      name: 'script before lazy parts',
      unit: 'kB',
      limit: { most: 120 },
      ...of((load) => load.scriptKb),
      detail: `gzip, ${scripts} files${lazy > 0 ? `; ${lazy} lazy ones later` : ''}`,
    },
    {
      name: 'script files',
      unit: '',
      // A page without any is not the program's.
      limit: { least: 1 },
      ...worstOf(
        loads.map((load) => load.scripts),
        'least',
      ),
    },
    complaintsFigure(loads.map((load) => load.complaints)),
    { name: 'lazy script', unit: 'kB', ...of((load) => load.lazyKb) },
    { name: 'style', unit: 'kB', ...of((load) => load.styleKb) },
    { name: 'LCP', unit: 's', limit: { most: 1.5 }, ...of((load) => load.lcpSeconds) },
    { name: 'CLS', unit: '', limit: { most: 0.02 }, ...of((load) => load.cls) },
    { name: 'first contentful paint', unit: 's', ...of((load) => load.fcpSeconds) },
    { name: 'document', unit: 's', ...of((load) => load.documentSeconds) },
  ];
}
