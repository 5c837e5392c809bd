/**
 * What can be wrong with the audit log itself: `audit.rollback` what is stored is not what was signed, so
 * nothing is signed; `audit.fault` the verifier found an altered entry; `audit.verifier_stopped` nothing is
 * being verified; `audit.copy_unreachable` the second folder cannot be written.
 */
export type AuditTrouble =
  'audit.rollback' | 'audit.fault' | 'audit.verifier_stopped' | 'audit.copy_unreachable';

/** Where trouble is told; the audit log knows no alarms. Told again, it only renews the words. */
export interface AuditAlarms {
  raise(trouble: AuditTrouble, text: string): Promise<void>;
  clear(trouble: AuditTrouble): Promise<void>;
}
