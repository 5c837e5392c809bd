import { isInDoubt, outlives, stateAt } from '../../domain/advisories/decision';
import type { Due } from '../../domain/advisories/due';
import { dueAt } from '../../domain/advisories/due';
import type { AssetFound, Weight } from '../../domain/advisories/match-index';
import type { InventoryAsset } from '../../domain/assets/asset';
import type { Instant } from '../../domain/time';
import type { MatchRow, NewDecision, NewMatch } from '../storage/match-store';

/** A match as it is to be written, and what became of its decision, where something did. */
export interface Change {
  row: NewMatch;
  decision?: Omit<NewDecision, 'match'>;
}

const PROGRAM = 'system:advisories';

/**
 * What has to be written of a match that was found: nothing where it is as it was. A decision outlives everything
 * that leaves versions and remedies as they are; what does not is open again and says why.
 */
export function changeOf(
  found: AssetFound,
  asset: InventoryAsset,
  before: MatchRow | undefined,
  weight: Weight,
  due: Due,
  now: Instant,
): Change | undefined {
  const firstAt = before?.firstAt ?? now;
  const facts = {
    asset: asset.id,
    vulnerability: found.vulnerability,
    zone: asset.zone,
    assetName: asset.name,
    product: found.installed.product,
    installed: found.installed.version ?? null,
    verdict: found.verdict,
    certainty: found.certainty,
    score: found.score,
    reason: found.reason,
    basis: found.basis,
    severity: weight.severity ?? null,
    cwes: [...weight.cwes],
    dueAt: dueAt(due, firstAt),
    dueWhy: due.why,
    goneAt: null,
    goneWhy: null,
  };
  if (before === undefined) return { row: { ...facts, ...UNDECIDED, firstAt, changedAt: now } };
  const asksAgain = before.state !== 'open' && !outlives(before.decidedBasis, found.basis);
  if (!asksAgain && isSame(facts, before)) return undefined;
  const { id: _id, ...kept } = before;
  if (!asksAgain) return { row: { ...kept, ...facts, changedAt: now } };
  const note = `What it rested on changed: ${found.reason}`.slice(0, 1_000);
  return {
    row: { ...kept, ...facts, ...UNDECIDED, changedAt: now },
    decision: {
      at: now,
      by: PROGRAM,
      kind: 'asked-again',
      state: 'open',
      note,
      owner: null,
      expiresAt: null,
    },
  };
}

const UNDECIDED = {
  state: 'open',
  isConfirmed: false,
  owner: null,
  note: null,
  expiresAt: null,
  decidedBy: null,
  decidedAt: null,
  decidedBasis: null,
} as const;

/** Of a match that no longer fits: since when, and why. */
export function goneOf(
  before: MatchRow,
  asset: InventoryAsset | undefined,
  now: Instant,
): Change | undefined {
  if (before.goneAt !== null) return undefined;
  const { id: _id, ...kept } = before;
  const version = asset?.versions.find(({ part }) => part === 'firmware')?.version;
  const goneWhy =
    asset === undefined
      ? 'the asset is no longer in the inventory'
      : version !== undefined && version !== before.installed
        ? `${version} is installed now, which nobody calls affected`
        : 'no advisory speaks of it any more';
  return { row: { ...kept, goneAt: now, goneWhy, changedAt: now } };
}

const isSame = (facts: Partial<NewMatch>, before: MatchRow): boolean =>
  before.goneAt === null &&
  (Object.keys(facts) as (keyof NewMatch)[]).every(
    (name) => JSON.stringify(facts[name]) === JSON.stringify(before[name]),
  );

/** Whether a change may move a figure of posture or a count. */
export const countsFor = (before: MatchRow | undefined, { row }: Change, now: Instant): boolean => {
  const weighs = (one: MatchRow | NewMatch | undefined) =>
    one === undefined || one.goneAt !== null
      ? ''
      : [
          one.zone,
          one.verdict,
          one.certainty,
          one.isConfirmed,
          isInDoubt(one, now),
          stateAt(one, now),
        ].join();
  return weighs(before) !== weighs(row);
};
