import { describe, expect, it } from 'vitest';
import { anAction, aPlaybook, cacaoId, END, START } from '../../../../../tests/support/cacao-playbooks';
import { RunWalk } from '../../../../../tests/support/run-walk';
import { OT_EXECUTION } from '../cacao/ot-execution';
import type { Command, Playbook, WorkflowStep } from '../cacao/model';
import type { Effect } from '../effect';

const key = (n: number, type = 'action') => cacaoId(type, n);
const [A, B, C, X] = [key(11), key(12), key(13), key(99)];
const end = (n: number) => key(n, 'end');

const CHECK: Command = { type: 'x-zonewatch-check', command: 'gateway gw-001 is live' };
const GATEWAY: Command = { type: 'x-zonewatch-gateway-command', command: 'restart' };
const BY_HAND: Command = { type: 'manual', command: 'Look at it.' };

const ot = (effect: Effect, more: object = {}) => ({ [OT_EXECUTION]: { effect, ...more } });
const check = (on: Partial<WorkflowStep>, more: object = {}): WorkflowStep =>
  anAction({ commands: [CHECK], step_extensions: ot('read-only', more), ...(on as object) });
const restart = (on: Partial<WorkflowStep>, more: object = {}): WorkflowStep =>
  anAction({ commands: [GATEWAY], step_extensions: ot('disruptive', more), ...(on as object) });
const byHand = (on: Partial<WorkflowStep>): WorkflowStep =>
  anAction({ commands: [BY_HAND], ...(on as object) });

/** A playbook of these steps, the first of them begun. */
function play(steps: Record<string, WorkflowStep>, parts: Partial<Playbook> = {}, others: Playbook[] = []) {
  return new RunWalk(made(steps, parts), others);
}

const made = (steps: Record<string, WorkflowStep>, parts: Partial<Playbook> = {}): Playbook =>
  aPlaybook({
    workflow: {
      [START]: { type: 'start', on_completion: Object.keys(steps)[0] ?? END },
      ...steps,
      [END]: { type: 'end' },
    },
    ...parts,
  });

const variable = (type: string, value: string | null, more: object = {}) => ({ type, value, ...more });

describe('a run', () => {
  it('has all of its steps as pending from the start', () => {
    const run = play({ [A]: byHand({ on_completion: B }), [B]: byHand({ on_completion: END }) });
    expect([...run.steps.values()].map(({ status }) => status)).toEqual([
      'succeeded',
      'waiting-person',
      'pending',
      'pending',
    ]);
    expect(run.state.status).toBe('waiting');
  });

  it('ends when its way is at its end, and what was not come to is skipped', () => {
    const run = play({
      [A]: byHand({ on_success: END, on_failure: B }),
      [B]: byHand({ on_completion: end(2) }),
      [end(2)]: { type: 'end' },
    }).completes(A);
    expect(run.state.status).toBe('succeeded');
    expect(run.statuses(B)).toEqual(['skipped']);
    expect(run.lines.at(-1)?.kind).toBe('ended');
  });

  it('takes on_failure, and says at its end that it did not go well', () => {
    const run = play({
      [A]: byHand({ on_success: END, on_failure: B }),
      [B]: byHand({ on_completion: end(2) }),
      [end(2)]: { type: 'end' },
    })
      .completes(A, 'failed')
      .completes(B);
    expect(run.state.status).toBe('failed');
  });

  it('hands a failure that nobody deals with to workflow_exception, once', () => {
    const run = play(
      {
        [A]: check({ on_success: END }),
        [X]: byHand({ on_completion: end(3) }),
        [end(3)]: { type: 'end' },
      },
      { workflow_exception: X },
    ).does(A, 'failed');
    expect(run.step(X).status).toBe('waiting-person');
    expect(run.completes(X).state.status).toBe('failed');
  });

  it('fails without one', () => {
    expect(play({ [A]: check({ on_success: END }) }).does(A, 'failed').state.status).toBe('failed');
  });

  it('waits before a step as long as its delay says, and in a drill by the time scale', () => {
    const steps = { [A]: check({ on_success: END, delay: 60_000 }) };
    expect(play(steps).after(59_999).step(A).status).toBe('delayed');
    expect(play(steps).after(60_000).step(A).status).toBe('ready');
    const drill = new RunWalk(made(steps), [], { mode: 'drill', timeScale: 60 });
    expect(drill.after(1_000).step(A).status).toBe('ready');
  });

  it('gives people up when their time is over', () => {
    const run = play({ [A]: byHand({ on_success: END, timeout: 1_000 }) });
    expect(run.after(1_000).step(A).status).toBe('timed-out');
    expect(run.state.status).toBe('failed');
  });
});

describe('branches', () => {
  it('come back to the step that branched off', () => {
    const run = play(
      {
        [key(1, 'if-condition')]: {
          type: 'if-condition',
          condition: "__slot__:value = 'b'",
          on_true: A,
          on_false: B,
          on_completion: C,
        },
        [A]: byHand({ on_completion: end(2) }),
        [end(2)]: { type: 'end' },
        [B]: byHand({ on_completion: end(3) }),
        [end(3)]: { type: 'end' },
        [C]: byHand({ on_completion: END }),
      },
      { playbook_variables: { __slot__: variable('string', 'b') } },
    );
    expect(run.step(A).status).toBe('waiting-person');
    expect(run.completes(A).step(C).status).toBe('waiting-person');
    expect(run.completes(C).state.status).toBe('succeeded');
    expect(run.statuses(B)).toEqual(['skipped']);
  });

  it('fail when a condition asks for what nobody knows', () => {
    const run = play(
      {
        [key(1, 'if-condition')]: {
          type: 'if-condition',
          condition: '__n__:value > 3',
          on_true: A,
          on_success: END,
        },
        [A]: byHand({ on_completion: end(2) }),
        [end(2)]: { type: 'end' },
      },
      { playbook_variables: { __n__: variable('integer', null) } },
    );
    expect(run.state.status).toBe('failed');
    expect(run.state.reason).toContain('not known');
  });

  it('of a parallel step are all waited for', () => {
    const run = play({
      [key(1, 'parallel')]: { type: 'parallel', next_steps: [A, B], on_success: END },
      [A]: check({ on_success: end(2) }),
      [end(2)]: { type: 'end' },
      [B]: check({ on_success: end(3) }),
      [end(3)]: { type: 'end' },
    });
    expect([run.step(A).status, run.step(B).status]).toEqual(['ready', 'ready']);
    expect(run.does(A).state.endedAt).toBeNull();
    expect(run.does(B).state.status).toBe('succeeded');
  });

  it('of a loop are new rows with each turn, until the condition no longer holds', () => {
    const run = play(
      {
        [key(1, 'while-condition')]: {
          type: 'while-condition',
          condition: "__link__:value != 'live'",
          on_true: A,
          on_success: END,
          step_extensions: ot('none', { loop_max: 5, loop_deadline_ms: 60_000 }),
        },
        [A]: check({ on_success: end(2), out_args: ['__link__'] } as Partial<WorkflowStep>),
        [end(2)]: { type: 'end' },
      },
      { playbook_variables: { __link__: variable('string', 'offline') } },
    );
    run.does(A, 'succeeded', { __link__: 'silent' });
    expect(run.statuses(A)).toEqual(['succeeded', 'ready']);
    expect(run.step(A).iteration).toBe(2);
    expect(run.does(A, 'succeeded', { __link__: 'live' }).state.status).toBe('succeeded');
  });

  it('of a loop turn no more often than it may', () => {
    const run = play(
      {
        [key(1, 'while-condition')]: {
          type: 'while-condition',
          condition: '__on__:value = true',
          on_true: A,
          on_success: END,
          step_extensions: ot('none', { loop_max: 2, loop_deadline_ms: 60_000 }),
        },
        [A]: check({ on_success: end(2) }),
        [end(2)]: { type: 'end' },
      },
      { playbook_variables: { __on__: variable('bool', 'true') } },
    );
    expect(run.does(A).does(A).state.status).toBe('failed');
    expect(run.state.reason).toContain('turned 2 times');
  });

  it('of a switch are those of the value, or the default', () => {
    const cases = { fire: A, default: B };
    const steps: Record<string, WorkflowStep> = {
      [key(1, 'switch-condition')]: {
        type: 'switch-condition',
        switch: '__cause__:value',
        cases,
        on_completion: END,
      },
      [A]: byHand({ on_completion: end(2) }),
      [end(2)]: { type: 'end' },
      [B]: byHand({ on_completion: end(3) }),
      [end(3)]: { type: 'end' },
    };
    const of = (value: string) =>
      play(steps, { playbook_variables: { __cause__: variable('string', value) } });
    expect(of('fire').step(A).status).toBe('waiting-person');
    expect(of('frost').step(B).status).toBe('waiting-person');
  });

  it('are given up when the time of the step around them is over', () => {
    const run = play({
      [key(1, 'parallel')]: {
        type: 'parallel',
        next_steps: [A, B],
        timeout: 5_000,
        on_success: END,
        on_failure: C,
      },
      [A]: byHand({ on_completion: end(2) }),
      [end(2)]: { type: 'end' },
      [B]: restart({ on_success: end(3), on_failure: end(4) }),
      [end(3)]: { type: 'end' },
      [end(4)]: { type: 'end' },
      [C]: byHand({ on_completion: end(5) }),
      [end(5)]: { type: 'end' },
    });
    run.approve(B).start(B).after(5_000);
    expect(run.statuses(A)).toEqual(['skipped']);
    expect(run.step(B)).toMatchObject({ status: 'running', isDetached: true });
    run.completes(C);
    expect(run.state.endedAt).toBeNull();
    expect(run.end(B).state.status).toBe('failed');
  });
});

describe('a called playbook', () => {
  const callee = made(
    { [A]: check({ on_success: END, out_args: ['__found__'] } as Partial<WorkflowStep>) },
    {
      id: cacaoId('playbook', 2),
      playbook_variables: {
        __gateway__: variable('string', null, { external: true }),
        __found__: variable('string', null),
      },
    },
  );
  const caller = (version: string): Playbook =>
    made(
      {
        [key(1, 'playbook-action')]: {
          type: 'playbook-action',
          playbook_id: callee.id,
          playbook_version: version,
          in_args: ['__gateway__'],
          out_args: ['__found__'],
          on_success: END,
        },
      },
      {
        playbook_variables: {
          __gateway__: variable('string', 'gw-001'),
          __found__: variable('string', ''),
        },
      },
    );

  it('gets what it is given and gives back what it is asked for', () => {
    const run = new RunWalk(caller(callee.modified), [callee]);
    expect(run.state.frames[1]?.values['__gateway__']?.value).toBe('gw-001');
    run.does(A, 'succeeded', { __found__: 'slot b' });
    expect(run.state.status).toBe('succeeded');
    expect(run.state.frames[0]?.values['__found__']?.value).toBe('slot b');
  });

  it('makes the step that calls it fail when it fails', () => {
    const run = new RunWalk(caller(callee.modified), [callee]).does(A, 'failed');
    expect(run.step(key(1, 'playbook-action')).status).toBe('failed');
  });

  it('that the library does not hold is not executed', () => {
    expect(new RunWalk(caller('2020-01-01T00:00:00.000Z'), [callee]).state.reason).toContain('does not hold');
  });
});

describe('consent', () => {
  const steps = {
    [A]: restart(
      { on_success: END, on_failure: B },
      { approval: { roles: ['process_owner'], on_refusal: C } },
    ),
    [B]: byHand({ on_completion: end(2) }),
    [end(2)]: { type: 'end' as const },
    [C]: byHand({ on_completion: end(3) }),
    [end(3)]: { type: 'end' as const },
  };

  it('is waited for before anything that disrupts, whatever the playbook says', () => {
    const run = play({ [A]: restart({ on_success: END, on_failure: end(2) }), [end(2)]: { type: 'end' } });
    expect(run.step(A)).toMatchObject({ status: 'waiting-approval', approval: { roles: ['process-owner'] } });
    expect(run.approve(A).step(A).status).toBe('ready');
  });

  it('is used up by the beginning of the step', () => {
    const run = play(steps).approve(A).start(A);
    expect(run.step(A)).toMatchObject({ status: 'running', approval: { state: 'consumed' } });
    expect(run.approve(A, 'another').step(A).approval?.given).toHaveLength(1);
  });

  it('that is refused goes its own way and not that of a failure', () => {
    const run = play(steps).refuse(A);
    expect(run.step(A).status).toBe('refused');
    expect(run.step(C).status).toBe('waiting-person');
    expect(run.statuses(B)).toEqual(['pending']);
  });

  it('expires', () => {
    const run = play(steps).after(3_600_000);
    expect(run.step(A)).toMatchObject({ status: 'timed-out', approval: { state: 'expired' } });
    expect(run.step(B).status).toBe('waiting-person');
  });

  it('is asked anew when what it was given for has changed', () => {
    const run = play(steps).approve(A);
    run.take({ type: 'voided', step: run.step(A).number, why: 'changed' });
    expect(run.step(A)).toMatchObject({
      status: 'waiting-approval',
      approval: { asked: 2, state: 'open', given: [] },
    });
  });

  it('of two persons is needed where the playbook says so, and one counts once', () => {
    const run = play({
      [A]: restart({ on_success: END, on_failure: end(2) }, { approval: { roles: [], min_approvers: 2 } }),
      [end(2)]: { type: 'end' },
    });
    expect(run.approve(A).approve(A).step(A).status).toBe('waiting-approval');
    expect(run.approve(A, 'second').step(A).status).toBe('ready');
  });
});

describe('an attempt', () => {
  it('is repeated only where the playbook declares it idempotent, later each time', () => {
    const again = { idempotent: true, max_attempts: 3, backoff_ms: 1_000 };
    const run = play({ [A]: check({ on_success: END }, again) }).does(A, 'failed');
    expect(run.statuses(A)).toEqual(['failed', 'delayed']);
    run.after(1_000).does(A, 'failed');
    expect(run.after(1_999).step(A).status).toBe('delayed');
    expect(run.after(1).does(A, 'failed').state.status).toBe('failed');
    expect(run.statuses(A)).toHaveLength(3);
  });

  it('that was under way when the program stopped is unknown, and is never made again by itself', () => {
    const run = play({ [A]: restart({ on_success: END, on_failure: end(2) }), [end(2)]: { type: 'end' } });
    run
      .approve(A)
      .start(A)
      .take({ type: 'lost', step: run.step(A).number });
    expect(run.step(A).status).toBe('unknown');
    expect(run.after(10 * 3_600_000).statuses(A)).toEqual(['unknown']);
    expect(run.state.status).toBe('waiting');
    run.take({
      type: 'resolved',
      step: run.step(A).number,
      outcome: 'succeeded',
      reason: 'it runs from slot b',
      by: null,
    });
    expect(run.state.status).toBe('succeeded');
  });

  it('that changes nothing is made again after the program stopped', () => {
    const run = play({ [A]: check({ on_success: END }) }).start(A);
    expect(run.take({ type: 'lost', step: run.step(A).number }).step(A).status).toBe('ready');
  });

  it('that returns what does not fit its variable has failed', () => {
    const run = play(
      { [A]: check({ on_success: END, out_args: ['__n__'] } as Partial<WorkflowStep>) },
      { playbook_variables: { __n__: variable('integer', '1') } },
    );
    expect(run.does(A, 'succeeded', { __n__: 'many' }).state.status).toBe('failed');
  });

  it('is judged once: what comes later changes nothing', () => {
    const run = play({ [A]: check({ on_success: END }) }).does(A);
    const { state } = run;
    expect(run.end(A, 'failed').state).toEqual(state);
  });
});

describe('holding', () => {
  const two = { [A]: check({ on_success: B }), [B]: check({ on_success: END }) };
  const by = { reason: 'wait', by: 'operator' as never };

  it('a pause lets what runs end and begins nothing', () => {
    const run = play(two)
      .start(A)
      .take({ type: 'paused', ...by });
    expect(run.state.status).toBe('pausing');
    expect(run.end(A).state.status).toBe('paused');
    expect(run.statuses(B)).toEqual(['pending']);
    expect(run.take({ type: 'resumed', ...by }).step(B).status).toBe('ready');
  });

  it('a cancel never kills what disrupts', () => {
    const run = play({
      [A]: restart({ on_success: B, on_failure: end(2) }),
      [B]: check({ on_success: END }),
      [end(2)]: { type: 'end' },
    });
    run
      .approve(A)
      .start(A)
      .take({ type: 'cancelled', ...by });
    expect(run.state.status).toBe('cancelling');
    expect(run.step(A).status).toBe('running');
    expect(run.end(A).state.status).toBe('cancelled');
    expect(run.statuses(B)).toEqual(['cancelled']);
  });

  it('a cancel waits until what is unknown is known', () => {
    const run = play({ [A]: restart({ on_success: END, on_failure: end(2) }), [end(2)]: { type: 'end' } });
    run
      .approve(A)
      .start(A)
      .end(A, 'unknown')
      .take({ type: 'cancelled', ...by });
    expect(run.state.endedAt).toBeNull();
    const step = run.step(A).number;
    run.take({ type: 'resolved', step, outcome: 'failed', reason: 'it did not', by: null });
    expect(run.state.status).toBe('cancelled');
  });
});
