import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunId } from '../../src/lib/domain/ids';
import { durableEvent } from '../../src/lib/protocol/down';
import { cancelRun, pauseRun, resumeRun } from '../../src/lib/server/playbooks/commands/hold';
import {
  approveStep,
  completeStep,
  refuseStep,
  resolveStep,
} from '../../src/lib/server/playbooks/commands/steps';
import { stepLosses } from '../../src/lib/server/playbooks/step-loss';
import { anAction, cacaoId, END } from '../support/cacao-playbooks';
import { PUMPS, runBench, type RunBench } from '../support/run-bench';
import { byHand, endKey, gatewayPlaybook, look, restart, stepKey } from '../support/run-playbooks';
import { until } from '../support/until';

const [A, B, C] = [stepKey(11), stepKey(12), stepKey(13)];

let bench: RunBench;
let stop: () => Promise<void>;
beforeAll(async () => {
  bench = await runBench();
  stop = bench.go();
});
afterAll(async () => {
  await stop();
  await bench.test.close();
});

const WHOLE = gatewayPlaybook({
  [A]: look({ on_success: B, on_failure: endKey(2) }),
  [endKey(2)]: { type: 'end' },
  [B]: restart({ on_success: C, on_failure: endKey(3) }),
  [endKey(3)]: { type: 'end' },
  [C]: byHand({ on_completion: END }),
});

async function approve(run: RunId, key: string, by = 'owner') {
  const step = await bench.stands(run, key, 'waiting-approval');
  const bindsTo = step.approval?.bindsTo ?? '';
  return bench.as(by, approveStep, { id: run, step: key, bindsTo, reason: 'the drives stand' });
}

const audited = async (run: RunId): Promise<string[]> => {
  const { rows } = await bench.test.db.client.query<{ line: string }>(
    `select concat(actor, ' ', action) as line from audit_entry where object_type = 'run' and object_id = $1 order by seq`,
    [String(run)],
  );
  return rows.map(({ line }) => line);
};

it('goes from its start over consent and hands to its end, and leaves its record', async () => {
  const { id, steps, status } = await bench.start(WHOLE);
  expect({ steps, status }).toEqual({ steps: 7, status: 'running' });
  await approve(id, B);
  await bench.stands(id, C, 'waiting-person');
  await bench.as('operator', completeStep, { id, step: C, outcome: 'done', note: 'looked' }).then(
    () => expect.unreachable('operators run what is marked for them'),
    (error: Error) => expect(error.message).toContain('role'),
  );
  await bench.as('responder', completeStep, { id, step: C, outcome: 'done', note: 'looked' });
  const run = await bench.over(id);
  expect(run).toMatchObject({ status: 'succeeded', done: 7 });
  expect(await audited(id)).toEqual([
    'responder run.start',
    'system:runs run.step-begun',
    'system:runs run.step-ended',
    'owner step.approve',
    'system:runs run.step-begun',
    'system:runs run.step-ended',
    'system:runs run.step-begun',
    'responder step.complete',
    'system:runs run.step-ended',
    'system:runs run.ended',
  ]);
  const { entries } = await bench.file(id);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
  const { rows } = await bench.test.db.client.query('select * from run_asset_lock where run = $1', [id]);
  expect(rows).toEqual([]);
});

it('is never approved by whoever started it, nor by whom the table does not name', async () => {
  const { id } = await bench.start(WHOLE, { gateway: 'gw-fans' });
  const step = await bench.stands(id, B, 'waiting-approval');
  const said = { id, step: B, bindsTo: step.approval?.bindsTo, reason: 'yes' };
  for (const name of ['responder', 'second', 'operator']) {
    await expect(bench.as(name, approveStep, said)).rejects.toMatchObject({ code: 'access.denied' });
  }
  await expect(bench.as('owner', approveStep, { ...said, bindsTo: 'else' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await bench.as('responder', cancelRun, { id, reason: 'no more' });
  expect((await bench.over(id)).status).toBe('cancelled');
});

it('takes the way of a refusal, with its reason', async () => {
  const { id } = await bench.start(
    gatewayPlaybook({
      [A]: restart(
        { on_success: END, on_failure: endKey(2) },
        { approval: { roles: ['process_owner'], on_refusal: B } },
      ),
      [endKey(2)]: { type: 'end' },
      [B]: byHand({ on_completion: endKey(3) }),
      [endKey(3)]: { type: 'end' },
    }),
  );
  const { approval } = await bench.stands(id, A, 'waiting-approval');
  const said = { id, step: A, bindsTo: approval?.bindsTo, reason: 'a batch runs' };
  await bench.as('owner', refuseStep, said);
  await bench.stands(id, B, 'waiting-person');
  expect((await bench.step(id, A)).approval?.refused).toMatchObject({ by: 'owner', reason: 'a batch runs' });
  await bench.as('responder', completeStep, { id, step: B, outcome: 'done', note: 'planned' });
  expect((await bench.over(id)).status).toBe('failed');
});

it('begins nothing while it is paused', async () => {
  const { id } = await bench.start(
    gatewayPlaybook({
      [A]: byHand({ on_success: B }),
      [B]: look({ on_success: END }),
    }),
  );
  await bench.stands(id, A, 'waiting-person');
  await bench.as('responder', pauseRun, { id, reason: 'shift changes' });
  await bench.as('responder', completeStep, { id, step: A, outcome: 'done', note: '' });
  expect((await bench.file(id)).run.status).toBe('paused');
  expect((await bench.step(id, B)).status).toBe('pending');
  await bench.as('responder', resumeRun, { id, reason: 'go on' });
  expect((await bench.over(id)).status).toBe('succeeded');
});

it('does not act on equipment that another run holds, until that one is over', async () => {
  const acting = gatewayPlaybook({
    [A]: restart({ on_success: B, on_failure: endKey(2) }),
    [endKey(2)]: { type: 'end' },
    [B]: byHand({ on_completion: END }),
  });
  const first = await bench.start(acting, { gateway: 'gw-mill' });
  await approve(first.id, A);
  await bench.stands(first.id, B, 'waiting-person');
  const second = await bench.start(acting, { gateway: 'gw-mill' }, 'second');
  await approve(second.id, A);
  const waiting = await until(async () => {
    const step = await bench.step(second.id, A);
    return step.problem !== null && step;
  });
  expect(waiting).toMatchObject({ status: 'ready', problem: expect.stringContaining('gw-mill is held by') });
  await bench.as('responder', completeStep, { id: first.id, step: B, outcome: 'done', note: '' });
  await bench.over(first.id);
  await bench.clock.advance(3_000);
  await bench.stands(second.id, B, 'waiting-person');
});

it('asks anew when what it would do has changed since consent was given', async () => {
  const { id } = await bench.start(
    gatewayPlaybook(
      {
        [stepKey(1, 'parallel')]: { type: 'parallel', next_steps: [A, B], on_success: END },
        [A]: restart({ on_success: endKey(2), on_failure: endKey(4) }),
        [endKey(2)]: { type: 'end' },
        [endKey(4)]: { type: 'end' },
        [B]: byHand({ on_success: endKey(3), out_args: ['__why__'] } as object),
        [endKey(3)]: { type: 'end' },
      },
      {
        playbook_variables: {
          __gateway__: { type: 'string', value: null, external: true },
          __why__: { type: 'string', value: 'as planned' },
        },
        agent_definitions: { [anAction({}).agent]: { type: 'individual', name: '__why__:value' } },
      },
    ),
    { gateway: 'gw-fans' },
    'second',
  );
  const { approval } = await bench.stands(id, A, 'waiting-approval');
  await bench.as('responder', pauseRun, { id, reason: 'look' });
  await bench.as('owner', approveStep, { id, step: A, bindsTo: approval?.bindsTo, reason: 'yes' });
  const values = { __why__: 'something else' };
  await bench.as('responder', completeStep, { id, step: B, outcome: 'done', note: '', values });
  const before = bench.done.length;
  await bench.as('responder', resumeRun, { id, reason: 'go on' });
  const asked = await bench.stands(id, A, 'waiting-approval');
  expect(asked.approval?.bindsTo).not.toBe(approval?.bindsTo);
  expect(bench.done).toHaveLength(before);
  await bench.as('responder', cancelRun, { id, reason: 'enough' });
});

it('acts upon nothing that is not in the zone whose people it asks', async () => {
  const literal = (name: string) =>
    gatewayPlaybook(
      { [A]: restart({ on_success: END, on_failure: endKey(2) }), [endKey(2)]: { type: 'end' } },
      { target_definitions: { [cacaoId('net-address', 1)]: { type: 'net-address', name } } },
    );
  for (const [name, problem] of [
    ['gw-mill', 'gw-mill stands in zone mill, and this run acts in fans alone.'],
    ['gw-99', 'gw-99 is not in the plant.'],
  ] as const) {
    const { id } = await bench.start(literal(name), { gateway: 'gw-fans' });
    expect((await bench.over(id)).status).toBe('failed');
    expect(await bench.step(id, A)).toMatchObject({ problem, approval: null });
  }
});

it.each<[string, object, object]>([
  ["a zone that is not its gateway's", { zone: 'fans' }, { path: 'zone' }],
  [
    'a variable that names another gateway',
    { variables: { __gateway__: 'gw-mill' } },
    { path: 'variables.__gateway__' },
  ],
  ['drives behind another gateway', { drives: ['mill-1'] }, { path: 'drives' }],
  ['drives of another zone', { gateway: undefined, zone: 'fans', drives: ['pump-1'] }, { path: 'zone' }],
])('does not begin with %s', async (_, input, issue) => {
  await expect(bench.start(WHOLE, input)).rejects.toMatchObject({
    code: 'input.invalid',
    issues: [expect.objectContaining(issue)],
  });
});

it('does not begin with a gateway that is not there, by whichever name it is given', async () => {
  const input = { gateway: undefined, zone: 'fans', variables: { __gateway__: 'gw-99' } };
  await expect(bench.start(WHOLE, input)).rejects.toMatchObject({ code: 'not-found' });
});

it('runs unsigned versions nowhere but in drills and dry runs, and does nothing in these', async () => {
  bench.signed.trusted = false;
  const refused = bench.start(WHOLE, { gateway: 'gw-fans' });
  await expect(refused).rejects.toMatchObject({ code: 'run.not-signed' });
  const before = bench.done.length;
  const dry = await bench.start(WHOLE, { mode: 'dry-run', gateway: 'gw-fans' });
  expect(dry.status).toBe('succeeded');
  const { steps } = await bench.file(dry.id);
  expect(steps.find(({ step }) => step === B)?.result).toContain('Needs consent: process-owner');
  expect(bench.done).toHaveLength(before);
  const drill = await bench.start(WHOLE, { mode: 'drill', gateway: undefined }, 'operator');
  expect(drill).toMatchObject({ mode: 'drill', timeScale: 60 });
  await bench.as('responder', cancelRun, { id: drill.id, reason: 'enough' });
  bench.signed.trusted = true;
});

it('stands at unknown when an executor cannot say, until a person does', async () => {
  bench.script.execute = ({ command }) =>
    command.command === 'restart'
      ? { kind: 'unknown', text: 'the gateway did not answer' }
      : { kind: 'succeeded', text: 'done' };
  const { id } = await bench.start(WHOLE);
  await approve(id, B);
  await bench.stands(id, B, 'unknown');
  await bench.as('responder', cancelRun, { id, reason: 'enough' });
  expect((await bench.file(id)).run.status).toBe('cancelling');
  const held = await bench.test.db.client.query('select asset from run_asset_lock where run = $1', [id]);
  expect(held.rows).toEqual([{ asset: `gateway:${PUMPS}` }]);
  await bench.as('responder', resolveStep, { id, step: B, outcome: 'failed', reason: 'it did not restart' });
  expect((await bench.over(id)).status).toBe('cancelled');
  bench.script.execute = () => ({ kind: 'succeeded', text: 'done' });
});

it('tells pages of a step whose outcome is very long', async () => {
  bench.script.execute = () => ({ kind: 'succeeded', text: 'x'.repeat(20_000) });
  const { id } = await bench.start(gatewayPlaybook({ [A]: look({ on_success: END }) }));
  await bench.over(id);
  const { rows } = await bench.test.db.client.query<{ body: unknown }>(
    `select body from stream_entry where type = 'run.changed' and (body -> 'run' ->> 'id')::bigint = $1`,
    [id],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { body } of rows) expect(durableEvent.safeParse(body).error).toBeUndefined();
  bench.script.execute = () => ({ kind: 'succeeded', text: 'done' });
});

it('shows whoever may consent what every gateway of the step would cut, also in called playbooks', async () => {
  const cut = gatewayPlaybook(
    {
      [A]: restart({ on_success: END, on_failure: endKey(2) }, { isolates: true }),
      [endKey(2)]: { type: 'end' },
    },
    { name: 'Cut' },
  );
  bench.add(cut);
  const call = stepKey(31, 'playbook-action');
  const { id } = await bench.start(
    gatewayPlaybook({
      [call]: {
        type: 'playbook-action',
        playbook_id: cut.id,
        playbook_version: cut.modified,
        in_args: ['__gateway__'],
        on_success: END,
        on_failure: endKey(3),
      },
      [endKey(3)]: { type: 'end' },
    }),
    { gateway: 'gw-fans' },
  );
  const step = await bench.stands(id, A, 'waiting-approval');
  const [shown] = await stepLosses(bench.runs, id, await bench.actor('owner'), bench.plant);
  expect(shown).toMatchObject({ step: step.id, bindsTo: step.approval?.bindsTo, mustName: true });
  expect(shown?.losses).toMatchObject([{ gateway: 'gw-fans', outOfSight: 0 }]);
  const named = shown?.losses.flatMap(({ mustBeNamed }) => mustBeNamed) ?? [];
  const said = { id, step: A, bindsTo: step.approval?.bindsTo, reason: 'yes' };
  await expect(bench.as('owner', approveStep, said)).rejects.toMatchObject({ code: 'input.invalid' });
  await bench.as('owner', approveStep, { ...said, named });
  expect((await bench.over(id)).status).toBe('succeeded');
});

it('holds equipment and uses consent up for what is done by hand, too', async () => {
  const hand = {
    ...byHand({ on_success: END, on_failure: endKey(2) }),
    step_extensions: restart({}).step_extensions,
  } as ReturnType<typeof byHand>;
  const { id } = await bench.start(gatewayPlaybook({ [A]: hand, [endKey(2)]: { type: 'end' } }), {
    gateway: 'gw-fans',
  });
  await approve(id, A);
  await bench.stands(id, A, 'waiting-person');
  const { rows } = await bench.test.db.client.query(
    `select l.asset, a.state from run_asset_lock l join run_approval a on a.run = l.run where l.run = $1`,
    [id],
  );
  expect(rows).toEqual([{ asset: 'gateway:gw-fans', state: 'consumed' }]);
  await bench.as('responder', completeStep, { id, step: A, outcome: 'done', note: '' });
  expect((await bench.over(id)).status).toBe('succeeded');
});

it('does not disturb a gateway while somebody is at a drive behind it, nor by consent that has expired since', async () => {
  const acting = gatewayPlaybook({
    [A]: restart({ on_success: END, on_failure: endKey(2) }),
    [endKey(2)]: { type: 'end' },
  });
  // Bit 9 of a VLT's status word: under bus control, or local (Off or Hand).
  const isLocal = (local: boolean) => bench.says('mill-1', { status_word: local ? 0x0407 : 0x0607 });
  isLocal(true);
  const { id } = await bench.start(acting, { gateway: 'gw-mill' });
  await approve(id, A);
  const waiting = await until(async () => {
    const step = await bench.step(id, A);
    return step.problem !== null && step;
  });
  expect(waiting).toMatchObject({ status: 'ready', problem: expect.stringContaining('mill-1 in local') });
  isLocal(true);
  await bench.clock.advance(61 * 60_000);
  isLocal(false);
  const asked = await bench.stands(id, A, 'waiting-approval');
  expect(asked.problem).toContain('expired');
  await bench.as('responder', cancelRun, { id, reason: 'enough' });
});

it('asks for the password again before consent', async () => {
  const { id } = await bench.start(WHOLE, { gateway: 'gw-fans' });
  const { approval } = await bench.stands(id, B, 'waiting-approval');
  await bench.clock.advance(6 * 60_000);
  const said = { id, step: B, bindsTo: approval?.bindsTo, reason: 'yes' };
  await expect(bench.as('owner', approveStep, said)).rejects.toMatchObject({
    code: 'access.reauthentication-needed',
  });
  await bench.as('responder', cancelRun, { id, reason: 'enough' });
});
