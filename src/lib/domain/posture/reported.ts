import type { z } from 'zod';
import type { Answer } from './facts';
import { isEvidenceKey, type EvidenceKey } from './evidence';
import { DRIVE_RULES } from './reported/drive-rules';
import { EXPOSURE_RULES } from './reported/exposure-rules';
import { IDENTITY_RULES } from './reported/identity-rules';
import { INTEGRITY_RULES } from './reported/integrity-rules';
import { OPERATION_RULES } from './reported/operation-rules';
import type { Rule, RuleContext } from './reported/rule';

const RULES: Readonly<Partial<Record<EvidenceKey, Rule>>> = {
  ...EXPOSURE_RULES,
  ...INTEGRITY_RULES,
  ...IDENTITY_RULES,
  ...OPERATION_RULES,
  ...DRIVE_RULES,
};

/** Keys that a gateway may report; the others this platform knows better than anybody can tell it. */
export const REPORTED_KEYS = Object.keys(RULES).filter(isEvidenceKey);

/** What a gateway sends for a key; `undefined` for one that it cannot report. */
export const reportedShape = (key: EvidenceKey): z.ZodType | undefined => RULES[key]?.shape;

/** What a report says, and which of its keys could not be used. */
export interface ReadEvidence {
  answers: ReadonlyMap<EvidenceKey, Pick<Answer, 'verdict' | 'found'>>;
  /** Unknown keys and raw findings of another shape: shown, judged by nobody. */
  unusable: readonly string[];
}

const MOST_KEYS = 200;

/** Reads a twin of evidence. Whatever it is, this does not fail: what is no evidence is unusable. */
export function readEvidence(body: unknown, context: RuleContext): ReadEvidence {
  const answers = new Map<EvidenceKey, Pick<Answer, 'verdict' | 'found'>>();
  const unusable: string[] = [];
  const entries = typeof body === 'object' && body !== null ? Object.entries(body).slice(0, MOST_KEYS) : [];
  for (const [key, raw] of entries) {
    const rule = isEvidenceKey(key) ? RULES[key] : undefined;
    const ruling = rule === undefined ? 'malformed' : rule(raw, context);
    if (ruling === 'malformed') unusable.push(key.slice(0, 100));
    else if (ruling !== undefined && isEvidenceKey(key)) answers.set(key, ruling);
  }
  return { answers, unusable };
}
