import { benchPlant } from './kit/bench-plant';
import { written } from './kit/figures';
import type { BenchContext, Figure, Scenario } from './kit/scenario';
import { runSteadily } from './kit/steady';
import { steadyFigures } from './kit/steady-figures';

const SIZES = [100, 1_000, 5_000, 20_000] as const;
/** From here on a drive must not cost more for every other drive there is. */
const FLAT_FROM = 1_000;
const LARGEST = 20_000;
const FLAT_WITHIN = 1.25;
const DRIVES_PER_GATEWAY = 50;
const LONGEST_WINDOW_S = 30;

/** Server CPU for one message acknowledged among so many drives, of which each sends one a second, in microseconds. */
interface Cost {
  drives: number;
  microseconds: number;
  detail: string;
  /** Shows that the whole load was carried: a server that does only a part of it looks cheap. */
  proofs: Figure[];
}

export const scenario: Scenario = {
  name: 'growth',
  title: 'what one drive costs among 100, 1,000, 5,000 and 20,000, with one socket on the fleet',
  async run(context) {
    const bare: Cost[] = [];
    const product: Cost[] = [];
    for (const drives of SIZES) {
      bare.push(await costAmong(drives, 'bare', context));
      product.push(await costAmong(drives, 'zonewatch', context));
    }
    return [
      {
        name: 'a drive among 20,000 against one among 1,000',
        value: costOf(product, LARGEST) / costOf(product, FLAT_FROM),
        unit: '',
        limit: { most: FLAT_WITHIN },
        detail: 'above 1 it costs more the more there are',
      },
      {
        name: 'dearest against cheapest from 1,000 up',
        value: spread(product),
        unit: '',
        limit: { most: FLAT_WITHIN },
        detail: `${written(spread(bare))} in the bare pipeline`,
      },
      ...product.map((cost) => figureOf('zonewatch', cost)),
      ...bare.map((cost) => figureOf('bare', cost)),
      ...[...product, ...bare].flatMap(({ proofs }) => proofs),
    ];
  },
};

const figureOf = (name: string, { drives, microseconds, detail }: Cost): Figure => ({
  name: `${name}: server CPU per acknowledged message among ${drives.toLocaleString('en-US')}`,
  value: microseconds,
  unit: 'us',
  detail,
});

const costOf = (costs: readonly Cost[], drives: number): number =>
  costs.find((cost) => cost.drives === drives)?.microseconds ?? Number.NaN;

function spread(costs: readonly Cost[]): number {
  const counted = costs.filter(({ drives }) => drives >= FLAT_FROM).map(({ microseconds }) => microseconds);
  return Math.max(...counted) / Math.min(...counted);
}

async function costAmong(drives: number, name: 'zonewatch' | 'bare', context: BenchContext): Promise<Cost> {
  const gateways = drives / DRIVES_PER_GATEWAY;
  const plant = benchPlant({ gateways, drivesPerGateway: DRIVES_PER_GATEWAY });
  const load = { plant, sockets: 1, seconds: Math.min(context.seconds, LONGEST_WINDOW_S) };
  const run = await runSteadily(name, load, context);
  const { cpu, seconds, acknowledged, latency } = run;
  const each = (cpuSeconds: number) => (1e6 * cpuSeconds) / acknowledged;
  return {
    drives,
    microseconds: each(cpu.together),
    detail:
      `node ${written(each(cpu.node))}, postgres ${written(each(cpu.postgres))}; ` +
      `${written(acknowledged / seconds)} messages a second, socket p99 ${written(latency.p99)} ms; single window`,
    proofs: steadyFigures(`${name} among ${drives.toLocaleString('en-US')}`, run),
  };
}
