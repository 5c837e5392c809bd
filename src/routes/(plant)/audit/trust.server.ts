import type { AuditTrust } from '$lib/components/audit/audit-trust';
import type { AuditHealth } from '$lib/server/audit/health';

const MOST_FAULTS = 10;

/** What a reader is told of signing and verifying. Faults name entries and folders: only for readers of the whole. */
export function trustOf({ signing, verification, key, hasCopy }: AuditHealth, isWhole: boolean): AuditTrust {
  const { verified, faults, sweep, progressAt, unreadable } = verification;
  const words = [...faults.map(({ text }) => text), ...unreadable.map((text) => `Not read: ${text}`)];
  return {
    verified: verified ?? null,
    sweep: { size: sweep.size, of: sweep.of },
    progressAt: progressAt ?? null,
    signed: signing.signed ?? null,
    faultCount: faults.length,
    faults: isWhole ? words.slice(0, MOST_FAULTS) : [],
    refused: signing.refused ?? null,
    copyFault: isWhole ? (signing.copyFault ?? null) : null,
    hasCopy,
    key: key ?? null,
  };
}
