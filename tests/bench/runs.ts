import type { RunStepView, RunView } from '../../src/lib/protocol/runs';
import { END } from '../support/cacao-playbooks';
import { gatewayPlaybook, look, stepKey } from '../support/run-playbooks';
import { until } from '../support/until';
import { apiClient, type ApiClient } from './alarms/client';
import { percentile, written } from './kit/figures';
import { startProduct } from './kit/product';
import { plantOf } from './kit/running';
import type { BenchContext, Figure, Scenario } from './kit/scenario';

const RUNS = 200;
/** Steps of each run, and how long each waits before it begins: between two acts of a playbook lies time. */
const STEPS = 10;
const DELAY_MS = 5_000;
/** Drives, and with them gateways, of which none is connected: what is measured is the engine. */
const DRIVES = 1_000;

/** Two hundred runs at once: how late each step begins after it could have. */
export const scenario: Scenario = {
  name: 'runs',
  title: `${RUNS} drills at once, ${STEPS} checks each, one every ${DELAY_MS / 1_000} s and run`,
  async run(context) {
    const product = await startProduct(plantOf(DRIVES));
    try {
      const person = apiClient(product.url, await product.signIn('responder'));
      return await measure(person, context);
    } finally {
      await product.stop();
    }
  },
};

async function measure(person: ApiClient, { say, signal }: BenchContext): Promise<Figure[]> {
  const playbook = chain();
  await person.post('playbooks', playbook);
  const { items: gateways } = await person.get<{ items: { id: string }[] }>('gateways');
  say(`starting ${RUNS} drills of ${STEPS} steps`);
  const begun = performance.now();
  const runs: RunView[] = [];
  const starts: number[] = [];
  for (let i = 0; i < RUNS && !signal.aborted; i += 1) {
    const body = { mode: 'drill', timeScale: 1, gateway: gateways[i % gateways.length]?.id };
    const { answer, tookMs } = await person.post<{ run: RunView }>(`playbooks/${playbook.id}/runs`, body);
    runs.push(answer.run);
    starts.push(tookMs);
  }
  say(`all are under way after ${written((performance.now() - begun) / 1_000)} s`);
  await until(
    async () => signal.aborted || (await person.get<{ items: unknown[] }>('runs')).items.length === 0,
    240_000,
    'all runs are over',
    500,
  );
  const late: number[] = [];
  let failed = 0;
  for (const { id } of runs) {
    const { run, steps } = await person.get<{ run: RunView; steps: RunStepView[] }>(`runs/${id}`);
    if (run.status !== 'succeeded') failed += 1;
    late.push(...lateness(steps));
  }
  const most = (values: readonly number[]) => Math.max(...values);
  return [
    {
      name: 'from when a step could begin to its beginning, p99',
      value: percentile(late, 99),
      unit: 'ms',
      limit: { most: 500 },
      detail: `${late.length} steps, p50 ${written(percentile(late, 50))}, most ${written(most(late))}`,
    },
    { name: 'runs that did not succeed', value: failed, unit: '', limit: { most: 0 } },
    {
      name: 'start of a run, p99',
      value: percentile(starts, 99),
      unit: 'ms',
      detail: `one after the other; p50 ${written(percentile(starts, 50))}`,
    },
  ];
}

/** Each step could begin its delay after the one before it ended. */
function lateness(steps: readonly RunStepView[]): number[] {
  const acts = steps
    .filter(({ kind, startedAt }) => kind === 'action' && startedAt !== null)
    .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
  return acts.slice(1).map((step, i) => {
    const before = acts[i]?.endedAt ?? NaN;
    return (step.startedAt ?? NaN) - before - DELAY_MS;
  });
}

function chain() {
  const steps = Object.fromEntries(
    Array.from({ length: STEPS }, (_, i) => [
      stepKey(100 + i),
      look({
        delay: DELAY_MS,
        timeout: 60_000,
        commands: [{ type: 'x-zonewatch-check', command: 'gateway __gateway__:value link = never' }],
        on_success: i + 1 < STEPS ? stepKey(101 + i) : END,
      } as object),
    ]),
  );
  return gatewayPlaybook(steps, {
    name: 'Measured',
    playbook_processing_summary: { temporal_logic: true, extensions: true },
  });
}
