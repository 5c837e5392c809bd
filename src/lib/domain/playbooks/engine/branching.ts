import { loopCaps } from '../cacao/ot-execution';
import type { Playbook, WorkflowStep } from '../cacao/model';
import type { Instant } from '../../time';
import { evaluate, parseCondition } from './condition';
import type { StepState } from './state';
import { soleVariable } from './substitute';
import type { Values } from './values';

/** Steps that branch off and go on when their branches came back. */
export type Branching = Exclude<WorkflowStep, { type: 'start' | 'end' | 'action' | 'playbook-action' }>;

/** Turns of a loop whatever the playbook allows. */
const MOST_TURNS = 10_000;

/** Steps to branch to, or why that cannot be said. */
type Chosen = { steps: string[] } | { problem: string };

/** Which branches a step takes now. */
export function branchOf(
  playbook: Playbook,
  written: Branching,
  step: Pick<StepState, 'turns' | 'startedAt'>,
  values: Values,
  now: Instant,
): Chosen {
  switch (written.type) {
    case 'parallel':
      return { steps: written.next_steps };
    case 'switch-condition':
      return caseOf(written, values);
    case 'if-condition': {
      const held = judge(written.condition, values);
      if ('problem' in held) return held;
      const taken = held.holds ? written.on_true : written.on_false;
      return { steps: taken === undefined ? [] : [taken] };
    }
    case 'while-condition': {
      const held = judge(written.condition, values);
      if ('problem' in held) return held;
      if (!held.holds) return { steps: [] };
      const { max, deadlineMs } = loopCaps(playbook, written);
      if (step.turns >= Math.min(max ?? MOST_TURNS, MOST_TURNS)) {
        return { problem: `The loop turned ${step.turns} times and its condition still holds.` };
      }
      if (deadlineMs !== undefined && step.startedAt !== null && now - step.startedAt > deadlineMs) {
        return { problem: `The loop turned for ${deadlineMs} ms and its condition still holds.` };
      }
      return { steps: [written.on_true] };
    }
  }
}

/** Whether a condition holds now, or why that cannot be said. */
export function judge(text: string, values: Values): { holds: boolean } | { problem: string } {
  const parsed = parseCondition(text);
  if ('fault' in parsed) return { problem: `The condition cannot be read: ${parsed.fault}` };
  const verdict = evaluate(parsed.condition, values);
  if ('fault' in verdict) return { problem: `The condition cannot be judged: ${verdict.fault}` };
  if (verdict.holds === undefined) return { problem: 'The condition asks for a value that is not known.' };
  return { holds: verdict.holds };
}

function caseOf(written: Branching & { type: 'switch-condition' }, values: Values): Chosen {
  const name = soleVariable(written.switch.trim()) ?? written.switch.trim();
  const known = Object.hasOwn(values, name) ? values[name] : undefined;
  if (known === undefined) return { problem: `The switch asks for ${name}, which is not declared.` };
  const { value } = known;
  const found = value !== null && Object.hasOwn(written.cases, value) ? written.cases[value] : undefined;
  const taken = found ?? (Object.hasOwn(written.cases, 'default') ? written.cases['default'] : undefined);
  if (taken !== undefined) return { steps: [taken] };
  return {
    problem: value === null ? `${name} is not known.` : `There is no case for ${JSON.stringify(value)}.`,
  };
}
