import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OT_EXECUTION } from '../../src/lib/domain/playbooks/cacao/ot-execution';
import type { RunId } from '../../src/lib/domain/ids';
import { approveStep, completeStep, resolveStep } from '../../src/lib/server/playbooks/commands/steps';
import { END } from '../support/cacao-playbooks';
import { RUN_PLANT, runBench, type RunBench } from '../support/run-bench';
import { byHand, endKey, gatewayPlaybook, look, restart, stepKey } from '../support/run-playbooks';
import type { WorkerOrders } from '../support/run-worker';
import { until } from '../support/until';

const ROOT = join(import.meta.dirname, '../..');
// Beside the packages that it needs.
const FOLDER = join(ROOT, 'node_modules', '.run-worker');
const WORKER = join(FOLDER, `${process.pid}.mjs`);

const GIVEN = { __gateway__: { type: 'string', value: null, external: true } } as const;
const CALLED = gatewayPlaybook(
  { [stepKey(21)]: look({ on_success: END, out_args: ['__found__'] } as object) },
  { name: 'Called', playbook_variables: { ...GIVEN, __found__: { type: 'string', value: null } } },
);

/**
 * Every kind of step: what disrupts stands in a branch of an if, the loop in a case of a switch, one of two parallel
 * ways calls another playbook, and at the end comes a person.
 */
const PLAYBOOK = gatewayPlaybook(
  {
    [stepKey(1)]: look({ on_success: stepKey(2, 'parallel') }),
    [stepKey(2, 'parallel')]: {
      type: 'parallel',
      next_steps: [stepKey(3, 'playbook-action'), stepKey(4)],
      on_success: stepKey(5, 'if-condition'),
    },
    [stepKey(3, 'playbook-action')]: {
      type: 'playbook-action',
      playbook_id: CALLED.id,
      playbook_version: CALLED.modified,
      in_args: ['__gateway__'],
      out_args: ['__found__'],
      on_completion: endKey(3),
    },
    [endKey(3)]: { type: 'end' },
    [stepKey(4)]: look({ on_success: endKey(4), delay: 20 }),
    [endKey(4)]: { type: 'end' },
    [stepKey(5, 'if-condition')]: {
      type: 'if-condition',
      condition: "__found__:value = 'over'",
      on_true: stepKey(5),
      on_false: endKey(6),
      on_completion: stepKey(6, 'switch-condition'),
    },
    [stepKey(5)]: restart({ on_success: endKey(5), on_failure: stepKey(9) }),
    [stepKey(9)]: byHand({ on_completion: endKey(9) }),
    [endKey(5)]: { type: 'end' },
    [endKey(6)]: { type: 'end' },
    [endKey(9)]: { type: 'end' },
    [stepKey(6, 'switch-condition')]: {
      type: 'switch-condition',
      switch: '__turns__',
      cases: { some: stepKey(6, 'while-condition'), default: endKey(8) },
      on_completion: stepKey(8),
    },
    [endKey(8)]: { type: 'end' },
    [stepKey(6, 'while-condition')]: {
      type: 'while-condition',
      condition: "__turns__:value != 'over'",
      on_true: stepKey(7),
      on_success: endKey(10),
      step_extensions: { [OT_EXECUTION]: { effect: 'none', loop_max: 3, loop_deadline_ms: 60_000 } },
    },
    [endKey(10)]: { type: 'end' },
    [stepKey(7)]: look({ on_success: endKey(7), out_args: ['__turns__'] } as object),
    [endKey(7)]: { type: 'end' },
    [stepKey(8)]: byHand({ on_completion: END }),
  },
  {
    playbook_variables: {
      ...GIVEN,
      __turns__: { type: 'string', value: 'some' },
      __found__: { type: 'string', value: null },
    },
  },
);
const KINDS = new Set(Object.values(PLAYBOOK.workflow).map(({ type }) => type));

/** Each lane has people, a database and at most one worker of its own. */
const LANES = 2;
const benches: RunBench[] = [];
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  // One file, so that each of the many that are started is there at once.
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: join(ROOT, 'tests/support/run-worker.ts'),
      outDir: FOLDER,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: `${process.pid}.mjs` } },
    },
  });
  for (let lane = 0; lane < LANES; lane += 1) benches.push(await runBench());
}, 60_000);
afterAll(async () => {
  for (const bench of benches) await bench.test.close();
  rmSync(WORKER, { force: true });
});

function worker(bench: RunBench, orders: Pick<WorkerOrders, 'effects' | 'killAt'>): ChildProcess {
  const connection = bench.test.applicationConnection;
  const playbooks = [PLAYBOOK, CALLED].map((playbook) => ({ playbook, sha256: bench.sha256(playbook) }));
  const all: WorkerOrders = { connection, playbooks, plant: RUN_PLANT, ...orders };
  return spawn(process.execPath, [WORKER, JSON.stringify(all)], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** What came of a run whose worker died at a point, if it came to that. */
interface Killed {
  isDead: boolean;
  /** Whether a person had to say what became of a step. */
  wasUnknown: boolean;
}

/** What people do in a run, as soon as it asks for it; tells whether it is over. */
async function people(bench: RunBench, id: RunId, killed: Killed): Promise<boolean> {
  const { run, steps } = await bench.file(id);
  for (const { step, status, approval } of steps) {
    const said = { id, step, reason: 'seen' };
    if (status === 'waiting-approval') {
      await bench.as('owner', approveStep, { ...said, bindsTo: approval?.bindsTo });
    } else if (status === 'waiting-person') {
      await bench.as('responder', completeStep, { id, step, outcome: 'done', note: 'seen' });
    } else if (status === 'unknown') {
      killed.wasUnknown = true;
      await bench.as('responder', resolveStep, { ...said, outcome: 'succeeded' });
    }
  }
  return run.endedAt !== null;
}

/** A run whose worker dies at that point, and another takes over. */
async function killedAt(bench: RunBench, killAt: number): Promise<Killed> {
  const effects = join(FOLDER, `${process.pid}-${killAt}.txt`);
  writeFileSync(effects, '');
  const killed: Killed = { isDead: false, wasUnknown: false };
  bench.add(CALLED);
  const { id } = await bench.start(PLAYBOOK, { mode: 'drill' });
  const first = worker(bench, { effects, killAt });
  first.once('exit', () => (killed.isDead = true));
  let second: ChildProcess | undefined;
  try {
    await until(async () => killed.isDead || (await people(bench, id, killed)), 30_000, `point ${killAt}`);
    if (killed.isDead) {
      second = worker(bench, { effects, killAt: 0 });
      await until(() => people(bench, id, killed), 30_000, `over after a kill at point ${killAt}`);
    }
    await assertWhole(bench, id, readFileSync(effects, 'utf8').trim().split('\n'), killed);
    return { ...killed };
  } finally {
    first.removeAllListeners('exit').kill('SIGKILL');
    second?.kill('SIGKILL');
    rmSync(effects, { force: true });
  }
}

async function assertWhole(
  bench: RunBench,
  id: RunId,
  effects: readonly string[],
  { wasUnknown }: Killed,
): Promise<void> {
  const { run, entries, steps } = await bench.file(id);
  expect(run.status).toBe('succeeded');
  const disruptions = effects.filter((line) => line.startsWith('disruptive')).length;
  // What disrupts happened at most once, however often the program died; and once where nobody had to look.
  expect(disruptions).toBeLessThanOrEqual(1);
  if (!wasUnknown) expect(disruptions).toBe(1);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
  const { rows } = await bench.test.db.client.query<{ body: Buffer }>(
    `select body from audit_entry where object_type = 'run' and object_id = $1 order by seq`,
    [String(id)],
  );
  // Every kind of step was come to, whatever died on the way.
  const kinds = new Set(steps.filter(({ endedAt }) => endedAt !== null).map(({ kind }) => kind));
  expect([...KINDS].filter((kind) => !kinds.has(kind))).toEqual([]);
  const told = rows.map(({ body }) => JSON.parse(body.toString()) as Told);
  for (const step of steps.filter(({ kind, endedAt }) => kind === 'action' && endedAt !== null)) {
    const ends = told.filter(({ action, facts }) => action === 'run.step-ended' && facts.number === step.id);
    expect(ends.at(-1)?.facts.status).toBe(step.status);
  }
  expect(told.filter(({ action }) => action === 'run.ended')).toHaveLength(1);
}
interface Told {
  action: string;
  facts: { number?: number; status?: string };
}

it('killed at any point, a run goes on or stands at unknown, and nothing happens twice', async () => {
  let next = 1;
  let isThrough = false;
  let unknown = 0;
  // Until a run is over before the point comes at which its worker would have died.
  const walk = async (bench: RunBench): Promise<void> => {
    while (!isThrough) {
      const { isDead, wasUnknown } = await killedAt(bench, next++);
      if (!isDead) isThrough = true;
      if (wasUnknown) unknown += 1;
    }
  };
  await Promise.all(benches.map(walk));
  expect(next).toBeGreaterThan(25);
  expect(unknown).toBeGreaterThan(0);
}, 240_000);
