import type { Finding } from './finding';

/** Whether a playbook can be executed, and if not, why. */
export type Executability = { executable: true } | { executable: false; reasons: string[] };

/** A playbook is executable when nothing that was found in it is an error. */
export function executabilityOf(findings: readonly Finding[]): Executability {
  const reasons = findings
    .filter(({ level }) => level === 'error')
    .map(({ rule, path, message }) => `${rule} ${path || '/'}: ${message}`);
  return reasons.length === 0 ? { executable: true } : { executable: false, reasons };
}
