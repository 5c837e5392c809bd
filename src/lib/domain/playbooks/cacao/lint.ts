import { executabilityOf, type Executability } from './executability';
import type { Finding } from './finding';
import { lintEnds, lintLoops, lintReachable } from './rules/branches';
import { lintCommands, lintConditions } from './rules/commands';
import { lintCalls, lintEffects, lintSafety } from './rules/effects';
import type { LintOptions } from './rules/options';
import { lintBeginnings, lintPointers, lintWaysOn } from './rules/pointers';
import { lintReferences } from './rules/references';
import { lintSecrets } from './rules/secrets';
import { lintSummary } from './rules/summary';
import { lintTimeouts, lintTimes } from './rules/times';
import { lintVariables } from './rules/variables';
import type { Playbook } from './model';

/** In the order of their numbers. */
const CHECKS: readonly ((playbook: Playbook, options: LintOptions) => Finding[])[] = [
  lintBeginnings, // L1
  lintPointers, // L2
  lintEnds, // L3
  lintReachable, // L4
  lintWaysOn, // L5
  lintReferences, // L6
  lintVariables, // L7
  lintLoops, // L8
  lintSummary, // L9
  lintCommands, // L10
  lintTimes, // L11
  lintSecrets, // L12
  lintEffects, // L13
  lintSafety, // L14
  lintCalls, // L15
  lintTimeouts, // L16
  lintConditions,
];

/** Most findings that are told of one rule. */
const MOST_FINDINGS = 50;

/** What is wrong or doubtful in a playbook that has been read, errors and warnings, rule by rule. */
export function lintPlaybook(playbook: Playbook, options: LintOptions = {}): Finding[] {
  return CHECKS.flatMap((check) => check(playbook, options).slice(0, MOST_FINDINGS));
}

/** Whether an executor may run it: nothing in it is an error by the linter. */
export const executability = (playbook: Playbook, options: LintOptions = {}): Executability =>
  executabilityOf(lintPlaybook(playbook, options));
