import type { WorkflowStep } from '../cacao/model';

type Workflow = Readonly<Record<string, WorkflowStep>>;

/** The end that a way comes to when all goes well from a step on; undefined where it goes round in a circle. */
function goodEnd(workflow: Workflow, from: string): string | undefined {
  const seen = new Set<string>();
  for (let at: string | undefined = from; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const step: WorkflowStep | undefined = workflow[at];
    if (step?.type === 'end') return at;
    at = step?.on_success ?? step?.on_completion;
  }
  return undefined;
}

/**
 * Whether what a playbook does about a failure leads back to where success would have led: a check that did not
 * hold and was made good by a person is no mishap, a way that ends apart is.
 */
export function leadsBack(workflow: Workflow, step: WorkflowStep, next: string): boolean {
  const onward = step.on_success ?? step.on_completion;
  const end = onward === undefined ? undefined : goodEnd(workflow, onward);
  return end !== undefined && goodEnd(workflow, next) === end;
}
