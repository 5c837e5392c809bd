import type { RunStepView } from '$lib/protocol/runs';
import type { OutlineRow, StepVerb } from './outline';

/** A line of a run: a step of its playbook, and what became of it each time. */
export interface StepLine {
  key: string;
  number: number | undefined;
  depth: number;
  verb: StepVerb | undefined;
  name: string;
  when: string | undefined;
  /** Oldest first; a step that was not reached has its one pending row. */
  attempts: readonly RunStepView[];
}

/**
 * The steps of a run in the order in which its playbook reads, each with every attempt; steps of a playbook that
 * a step called stand below it. Without an outline, or for steps that it does not know, in the order in which
 * they were made.
 */
export function stepLines(outline: readonly OutlineRow[], steps: readonly RunStepView[]): StepLine[] {
  const own = steps.filter(({ within }) => within === null);
  const byKey = grouped(own);
  const known = outline.flatMap(({ key, number, depth, verb, name, when }) => {
    const attempts = byKey.get(key) ?? [];
    return [{ key, number, depth, verb, name, when, attempts }, ...calledBy(attempts, depth + 1, steps)];
  });
  const inOutline = new Set<string>(outline.map(({ key }) => key));
  const others = own.filter(({ step }) => !inOutline.has(step));
  return [...known, ...unnumbered(others, 0, steps)];
}

function calledBy(callers: readonly RunStepView[], depth: number, all: readonly RunStepView[]): StepLine[] {
  const ids = new Set(callers.map(({ id }) => id));
  const inside = all.filter(({ within }) => within !== null && ids.has(within));
  return inside.length === 0 ? [] : unnumbered(inside, depth, all);
}

const unnumbered = (some: readonly RunStepView[], depth: number, all: readonly RunStepView[]): StepLine[] =>
  [...grouped(some.filter(({ kind }) => kind !== 'start' && kind !== 'end'))].flatMap(([key, attempts]) => [
    {
      key,
      number: undefined,
      depth,
      verb: undefined,
      name: attempts[0]?.name ?? key,
      when: undefined,
      attempts,
    },
    ...calledBy(attempts, depth + 1, all),
  ]);

function grouped(steps: readonly RunStepView[]): Map<string, RunStepView[]> {
  const groups = new Map<string, RunStepView[]>();
  for (const step of steps) {
    const group = groups.get(step.step);
    if (group === undefined) groups.set(step.step, [step]);
    else group.push(step);
  }
  return groups;
}

/** What stands beside a step that is over or under way, in one line: the number that was found, or the result. */
export function evidenceOf(step: RunStepView): string {
  const check = step.checks.find(({ holds }) => !holds) ?? step.checks[0];
  if (check !== undefined) {
    const more = step.checks.length > 1 ? ` and ${step.checks.length - 1} more` : '';
    return `${check.found ?? 'nothing that is current'} (${check.statement})${more}`;
  }
  return step.problem ?? step.result ?? '';
}
