/** Rules of the linter; each is described beside its check in `rules/`. */
export const LINT_RULES = [
  'L1',
  'L2',
  'L3',
  'L4',
  'L5',
  'L6',
  'L7',
  'L8',
  'L9',
  'L10',
  'L11',
  'L12',
  'L13',
  'L14',
  'L15',
  'L16',
] as const;
export type LintRule = (typeof LINT_RULES)[number];

/**
 * What found it: a rule of the linter; `condition`, a condition that cannot be judged; `schema`, the shape;
 * `limit`, more than is read here; `json`, no JSON at all; `signature`, a signature that does not verify.
 */
export const FINDING_RULES = [...LINT_RULES, 'condition', 'schema', 'limit', 'json', 'signature'] as const;
export type FindingRule = (typeof FINDING_RULES)[number];

/** Something that is wrong or doubtful in a playbook. */
export interface Finding {
  rule: FindingRule;
  /** An error keeps a playbook from being executed; a warning does not. */
  level: 'error' | 'warning';
  /** Where: a JSON pointer (RFC 6901), empty for the whole playbook. */
  path: string;
  /** What is wrong and what to do, in a sentence. */
  message: string;
}

/** A JSON pointer to a place, from its names and positions. */
export const pointer = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
