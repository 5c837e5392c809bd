import { CHECKS, type AcceptanceCheck } from '$lib/domain/posture/attestation/checks';
import type { AttestationKind } from '$lib/domain/posture/attestation/kinds';
import type { AttestationRecord } from '$lib/domain/posture/attestation/record';

type Result = 'passed' | 'failed' | 'not-done';
type Rollback = 'came-back' | 'failed' | 'not-tried';
type Levels = Extract<AttestationRecord, { kind: 'risk-assessment' }>['targetLevels'];

/** A record as it stands in the fields of a form: of every kind, so that nothing is lost by looking around. */
export interface RecordDraft {
  targetLevels: number[];
  checks: Record<AcceptanceCheck, Result>;
  accounts: string;
  changed: string;
  removed: string;
  product: string;
  version: string;
  result: 'passed' | 'failed';
  rollback: Rollback;
  standard: string;
  body: string;
}

/** A form to begin with: what the record before said, else what the zone asks for. */
export function draftOf(before: AttestationRecord | null, targetLevels: readonly number[]): RecordDraft {
  const draft: RecordDraft = {
    targetLevels: [...targetLevels],
    // Nothing is taken over as looked at: each acceptance looks anew.
    checks: Object.fromEntries(CHECKS.map((check) => [check, 'not-done'])) as Record<AcceptanceCheck, Result>,
    accounts: '',
    changed: '0',
    removed: '0',
    product: '',
    version: '',
    result: 'passed',
    rollback: 'not-tried',
    standard: '',
    body: '',
  };
  switch (before?.kind) {
    case 'risk-assessment':
      return { ...draft, targetLevels: [...before.targetLevels] };
    case 'patch-test':
      return { ...draft, product: before.product };
    case 're-certification':
      return { ...draft, standard: before.standard, body: before.body };
    default:
      return draft;
  }
}

/** What is sent of a form; null for kinds that are about one requirement. */
export function recordOf(kind: AttestationKind, draft: RecordDraft): AttestationRecord | null {
  switch (kind) {
    case 'statement':
    case 'compensation':
      return null;
    case 'risk-assessment':
      return { kind, targetLevels: draft.targetLevels as Levels };
    case 'factory-acceptance':
    case 'site-acceptance':
      return { kind, checks: CHECKS.map((check) => ({ check, result: draft.checks[check] })) };
    case 'access-review':
      return {
        kind,
        accounts: Number(draft.accounts),
        changed: Number(draft.changed),
        removed: Number(draft.removed),
      };
    case 'patch-test':
      return {
        kind,
        product: draft.product,
        version: draft.version,
        result: draft.result,
        rollback: draft.rollback,
      };
    case 're-certification':
      return { kind, standard: draft.standard, body: draft.body };
  }
}
