import fc from 'fast-check';
import { expect, it } from 'vitest';
import { END } from '../../../../../tests/support/cacao-playbooks';
import {
  byHand,
  endKey,
  gatewayPlaybook,
  look,
  restart,
  stepKey,
} from '../../../../../tests/support/run-playbooks';
import { person, RunWalk } from '../../../../../tests/support/run-walk';
import type { RunEvent } from './events';
import { isEnded } from './run-in-work';
import type { StepState } from './state';

const PLAYBOOK = gatewayPlaybook(
  {
    [stepKey(1)]: look(
      { on_success: stepKey(2, 'parallel') },
      { idempotent: true, max_attempts: 2, backoff_ms: 1_000 },
    ),
    [stepKey(2, 'parallel')]: {
      type: 'parallel',
      next_steps: [stepKey(3), stepKey(4)],
      timeout: 600_000,
      on_success: stepKey(5),
      on_failure: stepKey(6),
    },
    [stepKey(3)]: look({ on_success: endKey(3), delay: 5_000 }),
    [endKey(3)]: { type: 'end' },
    [stepKey(4)]: byHand({ on_completion: endKey(4) }),
    [endKey(4)]: { type: 'end' },
    [stepKey(5)]: restart({ on_success: END, on_failure: stepKey(6) }),
    [stepKey(6)]: byHand({ on_completion: endKey(6) }),
    [endKey(6)]: { type: 'end' },
    [stepKey(7)]: byHand({ on_completion: endKey(7) }),
    [endKey(7)]: { type: 'end' },
  },
  {
    workflow_exception: stepKey(7),
    playbook_variables: { __gateway__: { type: 'string', value: 'gw-001' } },
  },
);

/** Anything that may happen, to any step, at any time, whether or not it fits. */
const happening = (steps: number): fc.Arbitrary<RunEvent | { waitMs: number }> => {
  const step = fc.integer({ min: 1, max: steps });
  const by = fc.constantFrom(person('owner'), person('second'));
  const vote = by.map((who) => ({ by: who, at: 0, authenticatedAt: 0, reason: 'so', named: [] }));
  const outcome = fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const);
  const text = 'so';
  return fc.oneof(
    fc.record({ waitMs: fc.integer({ min: 0, max: 4_000_000 }) }),
    step.map((one): RunEvent => ({ type: 'started', step: one, dueAt: 0 })),
    step.map((one): RunEvent => ({ type: 'lost', step: one })),
    step.map((one): RunEvent => ({ type: 'voided', step: one, why: text })),
    fc.tuple(step, outcome).map(([one, of]): RunEvent => ({
      type: 'ended',
      step: one,
      outcome: of,
      text,
      outputs: {},
      checks: [],
    })),
    fc
      .tuple(step, by, fc.constantFrom('done' as const, 'failed' as const))
      .map(([one, who, of]): RunEvent => ({
        type: 'completed',
        step: one,
        outcome: of,
        values: {},
        note: text,
        by: who,
      })),
    fc
      .tuple(step, vote, fc.constantFrom('approved' as const, 'refused' as const))
      .map(([one, said, type]): RunEvent => ({ type, step: one, vote: said })),
    fc
      .tuple(step, fc.constantFrom('succeeded' as const, 'failed' as const))
      .map(([one, of]): RunEvent => ({ type: 'resolved', step: one, outcome: of, reason: text, by: null })),
    fc
      .tuple(fc.constantFrom('paused' as const, 'resumed' as const, 'cancelled' as const), by)
      .map(([type, who]): RunEvent => ({ type, reason: text, by: who })),
  );
};

function play(events: readonly (RunEvent | { waitMs: number })[]): RunWalk {
  const walk = new RunWalk(PLAYBOOK);
  for (const event of events) step(walk, event);
  return walk;
}

function step(walk: RunWalk, event: RunEvent | { waitMs: number }): void {
  if ('waitMs' in event) walk.after(event.waitMs);
  // Who takes events in knows which steps there are.
  else if (!('step' in event) || event.step === null || walk.steps.has(event.step)) walk.take(event);
}

const events = fc.array(happening(20), { maxLength: 60 });

it('whatever happens, what ended stays so, nothing disruptive begins without consent, and counts are true', () => {
  fc.assert(
    fc.property(events, (all) => {
      const walk = new RunWalk(PLAYBOOK);
      let before: ReadonlyMap<number, StepState> = new Map();
      for (const event of all) {
        step(walk, event);
        for (const [number, was] of before) {
          const now = walk.steps.get(number);
          if (isEnded(was)) expect(now?.status).toBe(was.status);
          if (was.approval?.state === 'consumed') expect(now?.approval?.state).toBe('consumed');
        }
        for (const { status, effect, approval } of walk.steps.values()) {
          if (status === 'running' && effect === 'disruptive') expect(approval?.state).toBe('consumed');
          if (status === 'ready' && effect === 'disruptive') expect(approval?.state).toBe('given');
        }
        before = walk.steps;
      }
      const steps = [...walk.steps.values()];
      expect(walk.state.done).toBe(steps.filter(isEnded).length);
      expect(walk.state.steps).toBe(steps.length);
      expect(walk.state.entries).toBe(walk.lines.length);
      if (walk.state.endedAt !== null) expect(steps.every(isEnded)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('is the same every time', () => {
  fc.assert(
    fc.property(events, (all) => {
      expect(play(all).state).toEqual(play(all).state);
    }),
    { numRuns: 100 },
  );
});

it('always comes to its end once everybody does their part', () => {
  fc.assert(
    fc.property(events, (all) => {
      const walk = play(all);
      walk.take({ type: 'resumed', reason: 'go on', by: person('owner') });
      for (let i = 0; i < 200 && walk.state.endedAt === null; i += 1) {
        for (const { number, status, kind } of walk.steps.values()) {
          if (status === 'waiting-approval')
            walk.take({ type: 'approved', step: number, vote: walk.vote('owner') });
          if (status === 'ready') walk.take({ type: 'started', step: number, dueAt: walk.now + 60_000 });
          if (status === 'running' && kind === 'action')
            walk.take({
              type: 'ended',
              step: number,
              outcome: 'succeeded',
              text: '',
              outputs: {},
              checks: [],
            });
          if (status === 'waiting-person')
            walk.take({
              type: 'completed',
              step: number,
              outcome: 'done',
              values: {},
              note: '',
              by: person('a'),
            });
          if (status === 'unknown')
            walk.take({ type: 'resolved', step: number, outcome: 'failed', reason: 'looked', by: null });
        }
        walk.after(5_000);
      }
      expect(walk.state.endedAt).not.toBeNull();
    }),
    { numRuns: 100 },
  );
});
