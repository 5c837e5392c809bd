import { describe, expect, it } from 'vitest';
import { cacaoId, END } from '../../../../../tests/support/cacao-playbooks';
import {
  A,
  B,
  byHand,
  C,
  check,
  end,
  key,
  made,
  ot,
  play,
  restart,
  variable,
} from '../../../../../tests/support/run-steps';
import { RunWalk } from '../../../../../tests/support/run-walk';
import type { Playbook, WorkflowStep } from '../cacao/model';

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
