import type { Finding } from '../finding';
import { OT_EXECUTION, otExecution, rawOtExecution } from '../ot-execution';
import type { Playbook, WorkflowStep } from '../model';
import { error, inStep, stepsOf } from './facts';
import { extensionProblems } from './ot-extension';
import type { LintOptions } from './options';

/**
 * L13: a step goes on regardless of its outcome only when it changes nothing; what disrupts says where it goes on
 * success and on failure. An action therefore has to say which effect it has.
 */
export function lintEffects(playbook: Playbook, options: LintOptions): Finding[] {
  return stepsOf(playbook).flatMap(([key, step]) => {
    const raw = rawOtExecution(step);
    const shape = raw === undefined ? [] : extensionProblems(raw, options);
    const at = (path: readonly (string | number)[]) => inStep(key, 'step_extensions', OT_EXECUTION, ...path);
    return [
      ...shape.map(({ path, message }) => error('L13', at(path), message)),
      ...(step.type === 'action' || step.type === 'playbook-action' ? ofAction(step, inStep(key)) : []),
    ];
  });
}

function ofAction(step: WorkflowStep, path: string): Finding[] {
  const { effect, declared, idempotent, maxAttempts } = otExecution(step);
  if (!declared) {
    return [error('L13', path, 'Does not say which effect it has: set effect in x-ot-execution.')];
  }
  if (effect === 'none' || effect === 'read-only') return [];
  const findings: Finding[] = [];
  if (step.on_completion !== undefined) {
    findings.push(
      error(
        'L13',
        `${path}/on_completion`,
        `Its effect is ${effect}: use on_success and on_failure, not on_completion.`,
      ),
    );
  }
  const needsBoth = effect === 'disruptive' || effect === 'irreversible';
  if (needsBoth && (step.on_success === undefined || step.on_failure === undefined)) {
    findings.push(error('L13', path, `Its effect is ${effect}: it needs both on_success and on_failure.`));
  }
  if (maxAttempts > 1 && !idempotent) {
    findings.push(error('L13', path, 'May be tried again only if it is idempotent.'));
  }
  return findings;
}

/** L14: software never touches safety functions. */
export function lintSafety(playbook: Playbook): Finding[] {
  return stepsOf(playbook)
    .filter(([, step]) => otExecution(step).effect === 'safety-relevant')
    .map(([key]) => error('L14', inStep(key), 'Touches safety functions, which software never does.'));
}

/** L15: a call of another playbook names its version; nothing else can be approved. */
export function lintCalls(playbook: Playbook): Finding[] {
  return stepsOf(playbook).flatMap(([key, step]) =>
    step.type === 'playbook-action' && step.playbook_version === undefined
      ? [error('L15', inStep(key), 'Names no playbook_version, so it could be any.')]
      : [],
  );
}
