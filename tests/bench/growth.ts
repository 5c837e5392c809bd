import { benchPlant } from './kit/bench-plant';
import { written } from './kit/figures';
import { startProduct } from './kit/product';
import type { BenchContext, Figure, Scenario } from './kit/scenario';
import { steadyRun } from './kit/steady';

const SIZES = [100, 1_000, 5_000, 20_000];
/** From here on a drive must not cost more for every other drive there is. */
const FLAT_FROM = 1_000;
const DRIVES_PER_GATEWAY = 50;
const LONGEST_WINDOW_S = 30;

export const scenario: Scenario = {
  name: 'growth',
  title: 'what one drive costs among 100, 1,000, 5,000 and 20,000, with one socket on the fleet',
  async run(context) {
    const figures: (Figure & { drives: number })[] = [];
    for (const drives of SIZES) figures.push(await costAmong(drives, context));
    const costs = figures.filter(({ drives }) => drives >= FLAT_FROM).map(({ value }) => value);
    return [
      {
        name: 'dearest to cheapest from 1,000 drives up',
        value: Math.max(...costs) / Math.min(...costs),
        unit: '',
        limit: { most: 1.25 },
      },
      ...figures.map(({ drives: _, ...figure }) => figure),
    ];
  },
};

async function costAmong(drives: number, context: BenchContext): Promise<Figure & { drives: number }> {
  const gateways = drives / DRIVES_PER_GATEWAY;
  const plant = benchPlant({ gateways, drivesPerGateway: DRIVES_PER_GATEWAY });
  context.say(`${drives} drives: starting`);
  const target = await startProduct(plant);
  try {
    const { cpu, seconds, acknowledged, latency } = await steadyRun(
      target,
      {
        plant,
        sockets: 1,
        cookies: [await target.signIn('operator')],
        seconds: Math.min(context.seconds, LONGEST_WINDOW_S),
      },
      context,
    );
    const each = (cpuSeconds: number) => (1e6 * cpuSeconds) / seconds / drives;
    return {
      drives,
      name: `server CPU per drive and second among ${drives.toLocaleString('en-US')}`,
      value: each(cpu.together),
      unit: 'us',
      detail:
        `node ${written(each(cpu.node))}, postgres ${written(each(cpu.postgres))}; ` +
        `${written(acknowledged / seconds)} messages a second, socket p99 ${written(latency.p99)} ms`,
    };
  } finally {
    await target.stop();
  }
}
