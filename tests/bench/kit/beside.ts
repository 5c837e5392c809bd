import type { BenchPlant } from './bench-plant';
import { between, cpuClock, type CpuSeconds } from './cpu';
import { medianOf } from './figures';
import type { BenchContext, Figure } from './scenario';
import { runSteadily, type SteadyRun } from './steady';
import { steadyFigures } from './steady-figures';
import type { Target } from './target';

/** Shares of one core that the server took in a window. */
export interface ServerShare {
  nodePct: number;
  postgresPct: number;
}

/** Measures the server's CPU time in windows: `end` tells of the time since `begin`. */
export function serverShares(target: Pick<Target, 'pids'>): { begin(): void; end(): ServerShare } {
  const clock = cpuClock(target.pids());
  let from: CpuSeconds = clock();
  let startedAt = performance.now();
  return {
    begin() {
      from = clock();
      startedAt = performance.now();
    },
    end() {
      const { node, postgres } = between(from, clock());
      const share = (seconds: number) => (100_000 * seconds) / (performance.now() - startedAt);
      return { nodePct: share(node), postgresPct: share(postgres) };
    },
  };
}

/** The bare pipeline under the same load with as many sockets, for one window. */
export const runBare = (plant: BenchPlant, sockets: number, context: BenchContext): Promise<SteadyRun> =>
  runSteadily('bare', { plant, sockets, seconds: context.seconds }, context);

/** What the server took, beside what a bare pipeline takes; `most` is a limit in % of a core. */
export function serverFigures(shares: readonly ServerShare[], bare: SteadyRun, most?: number): Figure[] {
  const unit = '% of a core';
  const server = medianOf(shares.map(({ nodePct, postgresPct }) => nodePct + postgresPct));
  const bareShare = (seconds: number) => (100 * seconds) / bare.seconds;
  const ofBare = bareShare(bare.cpu.together);
  return [
    { name: 'server CPU', unit, ...server, ...(most === undefined ? {} : { limit: { most } }) },
    { name: 'of it node', unit, ...medianOf(shares.map(({ nodePct }) => nodePct)) },
    { name: 'of it postgres', unit, ...medianOf(shares.map(({ postgresPct }) => postgresPct)) },
    {
      name: 'bare: server CPU',
      value: ofBare,
      unit,
      detail: `node ${bareShare(bare.cpu.node).toFixed(1)}, postgres ${bareShare(bare.cpu.postgres).toFixed(1)}`,
    },
    { name: 'bare: publish -> socket p99', value: bare.latency.p99, unit: 'ms' },
    { name: 'server CPU of bare to ours', value: ofBare / server.value, unit: '' },
    ...steadyFigures('bare', bare),
  ];
}
