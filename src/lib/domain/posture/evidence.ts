import { DRIVES } from './evidence/drives';
import type { EvidenceDefinition } from './evidence/definition';
import { EXPOSURE } from './evidence/exposure';
import { IDENTITY } from './evidence/identity';
import { INTEGRITY } from './evidence/integrity';
import { LOGGING } from './evidence/logging';
import { NETWORKS } from './evidence/networks';
import { PLATFORM } from './evidence/platform';
import { RESILIENCE } from './evidence/resilience';

const TABLE = {
  ...EXPOSURE,
  ...INTEGRITY,
  ...IDENTITY,
  ...LOGGING,
  ...RESILIENCE,
  ...DRIVES,
  ...NETWORKS,
  ...PLATFORM,
} as const satisfies Record<string, EvidenceDefinition>;

export type EvidenceKey = keyof typeof TABLE;

/**
 * The sixty questions whose answers make a level (reference: posture, 3). A proposal of ours and part of no
 * standard: telemetry refutes strongly and proves weakly.
 */
export const EVIDENCE: Readonly<Record<EvidenceKey, EvidenceDefinition>> = TABLE;

export const EVIDENCE_KEYS = Object.keys(TABLE) as readonly EvidenceKey[];

export const isEvidenceKey = (key: string): key is EvidenceKey => Object.hasOwn(TABLE, key);
