import type { RequirementRow } from '../requirement-row';

/** FR 6, timely response to events: number, own words, gate; then its enhancements. */
export const FR6: readonly RequirementRow[] = [
  ['6.1', 'Audit logs readable', 1, [['Programmatic (API) access to audit logs', 3]]],
  ['6.2', 'Continuous monitoring', 2],
];
