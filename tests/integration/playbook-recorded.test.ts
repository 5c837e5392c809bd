import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECK_COMMAND } from '../../src/lib/domain/playbooks/commands/command-types';
import { signalValues } from '../../src/lib/domain/telemetry/signal-values';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/domain/time';
import { createLogger } from '../../src/lib/server/log';
import { lookAt } from '../../src/lib/server/playbooks/checks/look';
import type { CheckParts } from '../../src/lib/server/playbooks/checks/parts';
import { approveStep } from '../../src/lib/server/playbooks/commands/steps';
import { cancelRun } from '../../src/lib/server/playbooks/commands/hold';
import { checkExecutor } from '../../src/lib/server/playbooks/executors/check';
import { StoredTelemetry } from '../../src/lib/server/recorded-telemetry';
import { insertSamples } from '../../src/lib/server/storage/sample-store';
import { END } from '../support/cacao-playbooks';
import { runBench, type RunBench } from '../support/run-bench';
import { endKey, gatewayPlaybook, look, restart, stepKey } from '../support/run-playbooks';
import { stepWork } from '../support/step-work';
import { until } from '../support/until';

const SCALE = 60;
let bench: RunBench;
let stop: () => Promise<void>;
/** Yesterday, when both pumps ran; pump-2 fell silent after five minutes. */
let began: number;
const drives = () => bench.plant.drives.filter(({ gateway }) => gateway === 'gw-pumps');

beforeAll(async () => {
  bench = await runBench();
  stop = bench.go();
  began = Math.floor((bench.clock.now() - DAY_MS) / 1_000) * 1_000;
  const rows = drives().flatMap(({ key }, i) =>
    Array.from({ length: (i === 0 ? 20 : 5) * 60 }, (_, second) => ({
      driveKey: Number(key),
      sourceMs: began + second * SECOND_MS,
      receivedMs: began + second * SECOND_MS + 40,
      quality: 0,
      historical: false,
      values: signalValues({ motor_current_a: second < 600 ? 12 : 30, status_word: 0x0f07 }),
      extras: new Map<string, number>(),
    })),
  );
  await bench.test.db.transaction((tx) => insertSamples(tx, rows));
});
afterAll(async () => {
  await stop();
  await bench.test.close();
});

const parts = (): CheckParts => ({
  database: bench.test.db,
  clock: bench.clock,
  log: createLogger('silent'),
  plant: () => bench.plant,
  drive: () => undefined,
  gateway: () => ({ link: 'offline', clockOffsetMs: null, certificateNotAfter: null, heldMessages: 0 }),
  recorded: new StoredTelemetry(() => bench.plant),
  auditIntact: () => true,
});

/** A check that begins now and looks on from `fromMs` after the record's beginning. */
function checkFrom(fromMs: number, command: string, forMs = 0) {
  const since = bench.clock.now();
  const recorded = { at: began + fromMs, since, to: began + 20 * MINUTE_MS };
  const run = { gateway: 'gw-pumps', timeScale: SCALE, recorded } as never;
  const work = stepWork({ type: CHECK_COMMAND, command }, { run, deadline: since + forMs });
  return checkExecutor(parts()).execute(work);
}

/** Lets time pass until something is over. */
async function overAfter<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  void work.finally(() => (isOver = true));
  await until(async () => {
    if (!isOver) await bench.clock.advance(500);
    return isOver;
  });
  return work;
}

describe('a check of a drill on stored telemetry', () => {
  it('finds drives as they were then, fresh by the same rules as live ones', async () => {
    expect(await checkFrom(4 * MINUTE_MS, 'every drive behind gateway gw-pumps is running')).toMatchObject({
      kind: 'succeeded',
    });
    const later = await checkFrom(7 * MINUTE_MS, 'every drive behind gateway gw-pumps is live');
    expect(later).toMatchObject({
      kind: 'timed-out',
      checks: [
        { drive: 'pump-1', holds: true },
        { drive: 'pump-2', holds: false, found: 'lost' },
      ],
    });
    const current = await checkFrom(11 * MINUTE_MS, 'drive pump-1 signal motor_current_a < 20 A');
    expect(current).toMatchObject({ kind: 'timed-out', checks: [{ found: '30 A' }] });
  });

  it('knows that a gateway was there by what came from it', async () => {
    expect(await checkFrom(MINUTE_MS, 'gateway gw-pumps link = live')).toMatchObject({ kind: 'succeeded' });
    expect(await checkFrom(-DAY_MS, 'gateway gw-pumps link = live')).toMatchObject({ kind: 'timed-out' });
  });

  it('watches for as long as the record says, as many times faster as the drill passes', async () => {
    const before = bench.clock.now();
    const watched = checkFrom(0, 'drive pump-1 signal motor_current_a < 20 A for 300 s', 60_000);
    expect(await overAfter(watched)).toMatchObject({ kind: 'succeeded' });
    expect(bench.clock.now() - before).toBeLessThan(10 * SECOND_MS);
  });

  it('ends where the record ends, and does not wait for what is never recorded', async () => {
    const over = checkFrom(19 * MINUTE_MS, 'drive pump-1 is tripped', 600_000);
    expect(await overAfter(over)).toMatchObject({
      kind: 'timed-out',
      text: expect.stringContaining('record ended'),
    });
    const fact = await checkFrom(0, 'gateway gw-pumps firmware.active_slot is known', 600_000);
    expect(fact).toMatchObject({ kind: 'failed', text: expect.stringContaining('not recorded') });
  });

  it('counts alarms of that moment, not those of today', async () => {
    const claims = [
      { about: 'alarms', none: true, unacknowledged: false, where: { kind: 'plant' } } as never,
    ];
    const run = { timeScale: 1, recorded: { at: began, since: bench.clock.now(), to: began + 1 } } as never;
    const [judged] = await lookAt(parts(), run, claims);
    expect(judged).toMatchObject({ holds: true });
  });
});

describe('a drill on stored telemetry', () => {
  const [A, B] = [stepKey(41), stepKey(42)];
  const playbook = gatewayPlaybook({
    [A]: look({ on_success: B, on_failure: endKey(2) }),
    [endKey(2)]: { type: 'end' },
    [B]: restart({ on_success: END, on_failure: endKey(3) }),
    [endKey(3)]: { type: 'end' },
  });
  const window = () => ({ from: began, to: began + 20 * MINUTE_MS });

  it('says so, asks for consent, and sends nothing', async () => {
    const run = await bench.start(playbook, { mode: 'drill', recorded: window() });
    expect(run).toMatchObject({ mode: 'drill', recorded: window() });
    const { approval } = await bench.stands(run.id, B, 'waiting-approval');
    const before = bench.done.length;
    await bench.as('owner', approveStep, { id: run.id, step: B, bindsTo: approval?.bindsTo, reason: 'yes' });
    expect((await bench.over(run.id)).status).toBe('succeeded');
    expect((await bench.step(run.id, B)).result).toContain('Drill: not sent');
    expect(bench.done).toHaveLength(before);
  });

  it('holds no equipment that a real run needs', async () => {
    const drill = await bench.start(playbook, { mode: 'drill', recorded: window() });
    await bench.stands(drill.id, B, 'waiting-approval');
    const { rows } = await bench.test.db.client.query('select * from run_asset_lock');
    expect(rows).toEqual([]);
    await bench.as('responder', cancelRun, { id: drill.id, reason: 'enough' });
  });

  it.each([
    ['a time of which nothing is stored', () => ({ from: began - DAY_MS, to: began - DAY_MS + 1_000 })],
    ['the future', () => ({ from: began, to: bench.clock.now() + 1_000 })],
  ])('does not begin with %s', async (_, recorded) => {
    const begun = bench.start(playbook, { mode: 'drill', recorded: recorded() });
    await expect(begun).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('is a drill: a run that acts looks at what is live', async () => {
    const begun = bench.start(playbook, { mode: 'run', recorded: window() });
    await expect(begun).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
