import { benchPlant } from './kit/bench-plant';
import { written } from './kit/figures';
import type { Figure, Scenario } from './kit/scenario';
import { backlogGrowth, runSteadily, type SteadyRun } from './kit/steady';

const SIGNALS = 12;
const SOCKETS = 10;
const GATEWAYS = 400;
const DRIVES_PER_GATEWAY = 50;
const DRIVES = GATEWAYS * DRIVES_PER_GATEWAY;

/** A twentieth of what is published in a second: less is the chance of when was looked. */
const BACKLOG_MAY_GROW = DRIVES / 20;

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
      },
      ...figuresOf('zonewatch', product),
      {
        name: 'publish to socket, p99',
        value: product.latency.p99,
        unit: 'ms',
        limit: { most: 500 },
        detail: latencies(product),
      },
      {
        name: 'zonewatch: sockets lost',
        value: product.latency.lost,
        unit: '',
        limit: { most: 0 },
      },
      ...figuresOf('bare', bare),
      { name: 'bare: publish to socket, p99', value: bare.latency.p99, unit: 'ms', detail: latencies(bare) },
    ];
  },
};

const valuesPerCpuSecond = ({ acknowledged, cpu }: SteadyRun): number =>
  (SIGNALS * acknowledged) / cpu.together;

function figuresOf(name: string, run: SteadyRun): Figure[] {
  const { published, acknowledged, stored } = run.whole;
  const of = (figure: string) => `${name}: ${figure}`;
  return [
    {
      name: of('values per CPU second'),
      value: valuesPerCpuSecond(run),
      unit: '1/s',
      detail:
        `${run.acknowledged} messages in ${written(run.seconds)} s; ` +
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
    {
      name: of('growth of the backlog'),
      value: backlogGrowth(run.backlog),
      unit: 'messages',
      limit: { most: BACKLOG_MAY_GROW },
      detail: `mean of the last quarter less that of the first; ${run.backlog[0]} at first, ${run.backlog.at(-1)} at last`,
    },
    { name: of('oldest waiting at the end'), value: run.oldestWaitingMs, unit: 'ms', limit: { most: 2_000 } },
    {
      name: of('generator behind its timetable'),
      value: run.lateMs.end,
      unit: 'ms',
      limit: { most: 200 },
      detail: `at the end; ${written(run.lateMs.most)} ms at most`,
    },
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
  ];
}

const latencies = ({ latency: { p50, p95, max, count, frames } }: SteadyRun): string =>
  `p50 ${written(p50)}, p95 ${written(p95)}, most ${written(max)} of ${count} values in ${frames} frames`;
