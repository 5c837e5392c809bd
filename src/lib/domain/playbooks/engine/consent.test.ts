import { describe, expect, it } from 'vitest';
import { END } from '../../../../../tests/support/cacao-playbooks';
import { A, B, byHand, C, end, play, restart } from '../../../../../tests/support/run-steps';

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
