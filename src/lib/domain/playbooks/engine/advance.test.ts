import { describe, expect, it } from 'vitest';
import { END } from '../../../../../tests/support/cacao-playbooks';
import {
  A,
  B,
  byHand,
  check,
  end,
  made,
  play,
  restart,
  variable,
  X,
} from '../../../../../tests/support/run-steps';
import { RunWalk } from '../../../../../tests/support/run-walk';
import type { WorkflowStep } from '../cacao/model';

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
