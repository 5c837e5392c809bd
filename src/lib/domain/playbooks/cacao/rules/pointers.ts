import type { Finding } from '../finding';
import type { Playbook } from '../model';
import { branchesOf, error, inStep, stepOf, stepsOf, waysOn } from './facts';

/** L1: the workflow begins at a start, and its handler of exceptions exists if one is named. */
export function lintBeginnings(playbook: Playbook): Finding[] {
  const findings: Finding[] = [];
  const start = stepOf(playbook, playbook.workflow_start);
  if (start?.type !== 'start') {
    findings.push(error('L1', '/workflow_start', start ? 'Does not name a start step.' : 'Names no step.'));
  }
  const { workflow_exception: handler } = playbook;
  if (handler !== undefined && stepOf(playbook, handler) === undefined) {
    findings.push(error('L1', '/workflow_exception', 'Names no step.'));
  }
  return findings;
}

/** L2: every pointer of a step leads to a step, and none to a start. */
export function lintPointers(playbook: Playbook): Finding[] {
  return stepsOf(playbook).flatMap(([key, step]) =>
    [...waysOn(step), ...branchesOf(step)].flatMap(({ at, to }) => {
      const next = stepOf(playbook, to);
      if (next === undefined) return [error('L2', inStep(key, ...at), 'Names no step of the workflow.')];
      return next.type === 'start' ? [error('L2', inStep(key, ...at), 'Leads back to a start.')] : [];
    }),
  );
}

/** L5: on_completion or on_success, never both; on_failure only beside on_success; a way on from all but ends. */
export function lintWaysOn(playbook: Playbook): Finding[] {
  return stepsOf(playbook).flatMap(([key, step]) => {
    if (step.type === 'end') return [];
    const { on_completion: completion, on_success: success, on_failure: failure } = step;
    if (completion !== undefined && (success !== undefined || failure !== undefined)) {
      return [
        error('L5', inStep(key), 'Has on_completion beside on_success or on_failure; keep one or the other.'),
      ];
    }
    if (completion !== undefined || success !== undefined) return [];
    return [
      error(
        'L5',
        inStep(key),
        failure === undefined
          ? 'Has no way on: give it on_completion or on_success.'
          : 'Has on_failure only: give it on_success too.',
      ),
    ];
  });
}
