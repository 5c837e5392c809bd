import { DAY_MS, type Instant } from '../../time';
import { requirementById } from '../requirements';
import { ASKED_OF_EVERY_ZONE, type AttestationKind, type RecordKind } from './kinds';
import type { AttestationRecord } from './record';

/** What of an attestation decides whether it counts. */
export interface Signed {
  kind: AttestationKind;
  zone: string;
  requirement: string | null;
  record: AttestationRecord | null;
  signedAt: Instant;
  /** End of somebody's word, or when the next of its kind is due. */
  expiresAt: Instant;
  /** Days before its end from which on it is spoken of. */
  remindDays: number;
  countersignedAt: Instant | null;
  withdrawnAt: Instant | null;
}

/** `waiting` is for its second signature. */
export type AttestationState = 'valid' | 'waiting' | 'expired' | 'withdrawn';

/**
 * Whether a second person has to sign: for every measure that stands in, for a word on a requirement from gate 3
 * upwards, and for an assessment that asks for level 3 or more anywhere.
 */
export function needsSecond({
  kind,
  requirement,
  record,
}: Pick<Signed, 'kind' | 'requirement' | 'record'>): boolean {
  if (kind === 'compensation') return true;
  if (record?.kind === 'risk-assessment') return record.targetLevels.some((level) => level >= 3);
  return requirement !== null && (requirementById(requirement)?.gate ?? 0) >= 3;
}

export function stateOf(signed: Signed, now: Instant): AttestationState {
  if (signed.withdrawnAt !== null) return 'withdrawn';
  if (signed.expiresAt <= now) return 'expired';
  return needsSecond(signed) && signed.countersignedAt === null ? 'waiting' : 'valid';
}

/** From when on it is to be renewed. */
export const remindAt = ({ expiresAt, remindDays }: Pick<Signed, 'expiresAt' | 'remindDays'>): Instant =>
  expiresAt - remindDays * DAY_MS;

/** What two attestations of the same matter have in common; the newer one takes the place of the older. */
export function matterOf({
  kind,
  zone,
  requirement,
  record,
}: Pick<Signed, 'kind' | 'zone' | 'requirement' | 'record'>) {
  const part =
    record?.kind === 'patch-test'
      ? record.product
      : record?.kind === 're-certification'
        ? record.standard
        : '';
  return [zone, kind, requirement ?? '', part].join('\n');
}

/** `due`: its end is near enough to speak of; `overdue`: it is over and nothing has taken its place. */
export type Due = 'overdue' | 'due' | 'later';

/**
 * The newest attestation of each matter that was not withdrawn, with how near its end is, the most urgent first:
 * what has to be signed again, and when.
 */
export function dueList<Item extends Signed>(
  items: readonly Item[],
  now: Instant,
): { item: Item; due: Due }[] {
  const newest = new Map<string, Item>();
  for (const item of items) {
    if (item.withdrawnAt !== null) continue;
    const matter = matterOf(item);
    const known = newest.get(matter);
    if (known === undefined || known.expiresAt < item.expiresAt) newest.set(matter, item);
  }
  return [...newest.values()]
    .sort((a, b) => a.expiresAt - b.expiresAt)
    .map((item) => ({
      item,
      due: item.expiresAt <= now ? 'overdue' : remindAt(item) <= now ? 'due' : 'later',
    }));
}

/** Kinds that every zone is asked for and this one has no record of. */
export const neverDone = (zone: string, items: readonly Signed[]): RecordKind[] =>
  ASKED_OF_EVERY_ZONE.filter(
    (kind) => !items.some((item) => item.zone === zone && item.kind === kind && item.withdrawnAt === null),
  );
