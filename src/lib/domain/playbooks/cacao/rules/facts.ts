import { pointer, type Finding, type FindingRule } from '../finding';
import { OT_EXECUTION, otExecution } from '../ot-execution';
import type { Command, Identifier, Playbook, WorkflowStep } from '../model';

/** A pointer from one step to another. */
export interface Way {
  /** Path of the pointer inside of its step. */
  at: readonly (string | number)[];
  to: Identifier;
}

/** Pointers by which a step goes on; a refused approval goes on by the extension's own pointer. */
export function waysOn(step: WorkflowStep): Way[] {
  const named = (['on_completion', 'on_success', 'on_failure'] as const).flatMap((at) => {
    const to = step[at];
    return to === undefined ? [] : [{ at: [at], to }];
  });
  const onRefusal = otExecution(step).approval?.onRefusal;
  return onRefusal === undefined
    ? named
    : [...named, { at: ['step_extensions', OT_EXECUTION, 'approval', 'on_refusal'], to: onRefusal }];
}

/** Pointers into branches, from whose ends the flow comes back to the step. */
export function branchesOf(step: WorkflowStep): Way[] {
  switch (step.type) {
    case 'if-condition':
      return [
        { at: ['on_true'], to: step.on_true },
        ...(step.on_false === undefined ? [] : [{ at: ['on_false'], to: step.on_false }]),
      ];
    case 'while-condition':
      return [{ at: ['on_true'], to: step.on_true }];
    case 'parallel':
      return step.next_steps.map((to, i) => ({ at: ['next_steps', i], to }));
    case 'switch-condition':
      return Object.entries(step.cases).map(([value, to]) => ({ at: ['cases', value], to }));
    case 'start':
    case 'end':
    case 'action':
    case 'playbook-action':
      return [];
  }
}

export const stepsOf = (playbook: Playbook): [Identifier, WorkflowStep][] =>
  Object.entries(playbook.workflow);

/** The step of that key; a name that every object has is no key. */
export const stepOf = ({ workflow }: Playbook, key: Identifier): WorkflowStep | undefined =>
  Object.hasOwn(workflow, key) ? workflow[key] : undefined;

export const inStep = (key: Identifier, ...at: readonly (string | number)[]): string =>
  pointer('workflow', key, ...at);

/** Every command with where it stands. */
export const commandsOf = (playbook: Playbook): { command: Command; path: string }[] =>
  stepsOf(playbook).flatMap(([key, step]) =>
    step.type === 'action'
      ? step.commands.map((command, i) => ({ command, path: inStep(key, 'commands', i) }))
      : [],
  );

export const error = (rule: FindingRule, path: string, message: string): Finding => ({
  rule,
  level: 'error',
  path,
  message,
});
export const warning = (rule: FindingRule, path: string, message: string): Finding => ({
  ...error(rule, path, message),
  level: 'warning',
});
