import { benchPlant } from './kit/bench-plant';
import { written } from './kit/figures';
import { keptBackFigure } from './kit/evidence';
import type { Figure, Scenario } from './kit/scenario';
import { runSteadily, type SteadyRun } from './kit/steady';
import { steadyFigures } from './kit/steady-figures';

const SIGNALS = 12;
const SOCKETS = 10;
const GATEWAYS = 400;
const DRIVES_PER_GATEWAY = 50;
const DRIVES = GATEWAYS * DRIVES_PER_GATEWAY;

export const scenario: Scenario = {
  name: 'large',
  title: `20,000 drives x 12 signals each second behind 400 gateways, 10 sockets; beside it the bare pipeline`,
  async run(context) {
    const plant = benchPlant({ gateways: GATEWAYS, drivesPerGateway: DRIVES_PER_GATEWAY });
    const load = { plant, sockets: SOCKETS, seconds: context.seconds };
    // One after the other, each alone on the machine.
    const bare = await runSteadily('bare', load, context);
    const product = await runSteadily('zonewatch', load, context);
    return [
      {
        name: 'values per CPU second of bare',
        value: valuesPerCpuSecond(product) / valuesPerCpuSecond(bare),
        unit: '',
        limit: { least: 0.6 },
        detail: 'single window each',
      },
      ...figuresOf('zonewatch', product),
      {
        name: 'publish to socket, p99',
        value: product.latency.p99,
        unit: 'ms',
        limit: { most: 500 },
        detail: latencies(product),
      },
      keptBackFigure([product.keptBack], 'zonewatch: '),
      ...figuresOf('bare', bare),
      { name: 'bare: publish to socket, p99', value: bare.latency.p99, unit: 'ms', detail: latencies(bare) },
    ];
  },
};

const valuesPerCpuSecond = ({ acknowledged, cpu }: SteadyRun): number =>
  (SIGNALS * acknowledged) / cpu.together;

function figuresOf(name: string, run: SteadyRun): Figure[] {
  const of = (figure: string) => `${name}: ${figure}`;
  return [
    {
      name: of('values per CPU second'),
      value: valuesPerCpuSecond(run),
      unit: '1/s',
      detail:
        `${run.acknowledged} messages in ${written(run.seconds)} s, single window; ` +
        `node ${written(run.cpu.node)} s, postgres ${written(run.cpu.postgres)} s`,
    },
    {
      name: of('values per second'),
      value: (SIGNALS * run.acknowledged) / run.seconds,
      unit: '1/s',
      limit: { least: 0.99 * SIGNALS * DRIVES },
    },
    {
      name: of('server CPU'),
      value: (100 * run.cpu.together) / run.seconds,
      unit: '% of a core',
    },
    ...steadyFigures(name, run),
  ];
}

const latencies = ({ latency: { p50, p95, max, count, frames } }: SteadyRun): string =>
  `p50 ${written(p50)}, p95 ${written(p95)}, most ${written(max)} of ${count} values in ${frames} frames; single window`;
