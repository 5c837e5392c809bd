import { z } from 'zod';
import { ACCEPTANCE_CHECKS, CHECKS } from './checks';
import type { RecordKind } from './kinds';

const level = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const short = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'use no control characters');
const count = z.number().int().min(0).max(100_000);

const acceptance = <Kind extends RecordKind>(kind: Kind) =>
  z.object({
    kind: z.literal(kind),
    checks: z
      .array(z.object({ check: z.enum(CHECKS), result: z.enum(['passed', 'failed', 'not-done']) }))
      .min(1)
      .max(CHECKS.length)
      .refine((checks) => new Set(checks.map(({ check }) => check)).size === checks.length, {
        message: 'name each check once',
      }),
  });

/** What a record about a zone says beside its statement: figures and results, each kind its own. */
export const attestationRecord = z.discriminatedUnion('kind', [
  /** Target levels of FR 1 to FR 7 that the assessment came to; its reason is the statement. */
  z.object({ kind: z.literal('risk-assessment'), targetLevels: z.array(level).length(7) }),
  acceptance('factory-acceptance'),
  acceptance('site-acceptance'),
  /** Accounts that were looked at, and how many of them had to change or go. */
  z.object({ kind: z.literal('access-review'), accounts: count, changed: count, removed: count }),
  /** An update tried before it is rolled out, and whether the old version came back. */
  z.object({
    kind: z.literal('patch-test'),
    product: short,
    version: short,
    result: z.enum(['passed', 'failed']),
    rollback: z.enum(['came-back', 'failed', 'not-tried']),
  }),
  z.object({ kind: z.literal('re-certification'), standard: short, body: short }),
]);
export type AttestationRecord = z.infer<typeof attestationRecord>;

/** What of a record is not as it should be, in words; it is signed nevertheless, as the truth of its day. */
export function findingsOf(record: AttestationRecord): string[] {
  switch (record.kind) {
    case 'factory-acceptance':
    case 'site-acceptance':
      return [
        ...record.checks
          .filter(({ result }) => result !== 'passed')
          .map(
            ({ check, result }) =>
              `${ACCEPTANCE_CHECKS[check]}: ${result === 'failed' ? 'no' : 'not looked at'}`,
          ),
        ...CHECKS.filter((check) => !record.checks.some((one) => one.check === check)).map(
          (check) => `${ACCEPTANCE_CHECKS[check]}: not looked at`,
        ),
      ];
    case 'patch-test':
      return [
        ...(record.result === 'failed' ? [`${record.product} ${record.version} did not work`] : []),
        ...(record.rollback === 'failed' ? ['the old version did not come back'] : []),
        ...(record.rollback === 'not-tried' ? ['the way back was not tried'] : []),
      ];
    case 'risk-assessment':
    case 'access-review':
    case 're-certification':
      return [];
  }
}

/** What it says, in one phrase for lists. */
export function recordText(record: AttestationRecord): string {
  switch (record.kind) {
    case 'risk-assessment':
      return `target levels ${record.targetLevels.join(', ')}`;
    case 'factory-acceptance':
    case 'site-acceptance': {
      const passed = record.checks.filter(({ result }) => result === 'passed').length;
      return `${passed} of ${CHECKS.length} checks passed`;
    }
    case 'access-review':
      return `${record.accounts} accounts, ${record.changed} changed, ${record.removed} removed`;
    case 'patch-test':
      return `${record.product} ${record.version} ${record.result}, ${ROLLBACKS[record.rollback]}`;
    case 're-certification':
      return `${record.standard}, by ${record.body}`;
  }
}

const ROLLBACKS = {
  'came-back': 'rolled back in the test',
  failed: 'rollback failed',
  'not-tried': 'rollback not tried',
} as const;
