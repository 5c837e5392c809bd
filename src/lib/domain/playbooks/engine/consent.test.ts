import { describe, expect, it } from 'vitest';
import type { WorkflowStep } from '../cacao/model';
import { anAction, END } from '../../../../../tests/support/cacao-playbooks';
import { person } from '../../../../../tests/support/run-walk';
import { A, B, byHand, C, end, ot, play, restart } from '../../../../../tests/support/run-steps';

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

  it('to what people change by hand is used up as well, when it becomes theirs', () => {
    const hand = { ...byHand({ on_success: END, on_failure: end(2) }), step_extensions: ot('disruptive') };
    const run = play({ [A]: hand as WorkflowStep, [end(2)]: { type: 'end' } }).approve(A);
    expect(run.step(A)).toMatchObject({ status: 'ready', approval: { state: 'given' } });
    expect(run.start(A).step(A)).toMatchObject({ status: 'waiting-person', approval: { state: 'consumed' } });
    expect(run.completes(A).step(A).status).toBe('succeeded');
  });
});

describe('what changes anything and runs', () => {
  const steps = { [end(2)]: { type: 'end' as const } };
  const reversible = {
    [A]: anAction({
      commands: [{ type: 'http-api', command: 'POST /block HTTP/1.1' }],
      step_extensions: ot('reversible'),
      on_success: END,
      on_failure: end(2),
    }),
    ...steps,
  };

  it('is awaited when the run is cancelled, and an unknown end of it stays unknown', () => {
    const run = play(reversible).approve(A).start(A);
    run.take({ type: 'cancelled', reason: 'enough', by: person('operator') });
    expect(run.step(A).status).toBe('running');
    expect(run.end(A, 'unknown').step(A).status).toBe('unknown');
    expect(run.state.status).toBe('cancelling');
    run.take({
      type: 'resolved',
      step: run.step(A).number,
      outcome: 'failed',
      reason: 'not there',
      by: person('x'),
    });
    expect(run.state.status).toBe('cancelled');
  });

  it('counts a change of programs as something that may interrupt', () => {
    const update = anAction({
      commands: [{ type: 'x-zonewatch-gateway-command', command: 'software_update' }],
      step_extensions: ot('reversible'),
      on_success: END,
      on_failure: end(2),
    });
    expect(play({ [A]: update, ...steps }).step(A)).toMatchObject({
      effect: 'disruptive',
      approval: { roles: ['process-owner'] },
    });
  });
});
