import type { Instant } from '../time';
import type { AssetClass } from './components';
import { EVIDENCE, type EvidenceKey } from './evidence';
import type { Answer, AssetFacts, Attestation, ZoneFacts } from './facts';
import type { Gate } from './fr';
import type { Standing, Standings } from './level';
import { REQUIREMENTS, type Requirement, type RequirementId } from './requirements';
import { relevantTo, scopeOf, type Relevant } from './scope';

/** A fact behind a standing; what is missing is a fact as well. */
export type Reason =
  | { kind: 'refuted'; asset: string; key: EvidenceKey; found: string; at: Instant }
  | { kind: 'doubted'; asset: string; vulnerability: string }
  | { kind: 'compensated'; compensation: number; until: Instant }
  | { kind: 'not-applicable'; key: EvidenceKey }
  | { kind: 'proven'; class: AssetClass; assets: number; attestation: number | undefined }
  /** Assets of the class that have not proven it, and the questions by which they could. */
  | { kind: 'unproven'; class: AssetClass; assets: readonly string[]; by: readonly EvidenceKey[] }
  /** Somebody's word is missing, for a class that evidence alone cannot speak for. */
  | { kind: 'unattested'; class: AssetClass; signatures: 1 | 2 };

/** How a requirement stands in a zone, and why. */
export interface Judgement {
  standing: Standing;
  because: readonly Reason[];
}

export type ZoneJudgement = ReadonlyMap<RequirementId, Judgement>;

/**
 * Judges every requirement in a zone at `now`; the one place where posture comes from (D12). Of the rules of the
 * reference (posture, 4.1) the first that applies wins: not applicable, compensated, refuted, met, unknown. Where
 * the reference leaves a choice: a fail refutes until a pass replaces it, so that a failing asset that falls silent
 * does not look better; and a vulnerability only takes a proof away, as it is a doubt and no fail.
 */
export const judgeZone = (facts: ZoneFacts, now: Instant): ZoneJudgement =>
  new Map(REQUIREMENTS.map((requirement) => [requirement.id, judgeRequirement(requirement, facts, now)]));

export const standingsOf = (judged: ZoneJudgement): Standings =>
  new Map([...judged].map(([requirement, { standing }]) => [requirement, standing]));

/** One of them; what `judgeZone` says of it. */
export function judgeRequirement({ id, gate }: Requirement, facts: ZoneFacts, now: Instant): Judgement {
  const relevant = relevantTo(id);
  const absent = relevant.find((map) => isAbsent(map, facts.assets, now));
  if (absent !== undefined) return { standing: 'na', because: [{ kind: 'not-applicable', key: absent.key }] };

  const stand = facts.compensations.find(
    ({ requirement, approvedAt, expiresAt }) => requirement === id && approvedAt <= now && now < expiresAt,
  );
  if (stand !== undefined)
    return {
      standing: 'compensated',
      because: [{ kind: 'compensated', compensation: stand.id, until: stand.expiresAt }],
    };

  const refuted: Reason[] = [];
  for (const map of relevant) if (map.refutes) failsOf(map, facts.assets, refuted);
  if (refuted.length > 0) return { standing: 'not-met', because: refuted };

  const doubts = facts.doubts
    .filter(({ requirement }) => requirement === id)
    .map(({ asset, vulnerability }): Reason => ({ kind: 'doubted', asset, vulnerability }));
  const said = facts.attestations.filter((attestation) => attestation.requirement === id);
  const proofs = [...scopeOf(id)].flatMap((of) => {
    const assets = ofClass(of, facts.assets);
    return assets.length === 0 ? [] : proofOf(of, assets, relevant, wordFor(of, gate, said, now), gate, now);
  });
  const isMet = doubts.length === 0 && proofs.length > 0 && proofs.every(({ kind }) => kind === 'proven');
  return { standing: isMet ? 'met' : 'unknown', because: [...doubts, ...proofs] };
}

/** Every asset that was asked says, freshly, that the thing is not there. */
function isAbsent({ key, of }: Relevant, assets: readonly AssetFacts[], now: Instant): boolean {
  let isAsked = false;
  for (const one of of)
    for (const asset of ofClass(one, assets)) {
      if (freshAnswer(asset, key, now) !== 'not-applicable') return false;
      isAsked = true;
    }
  return isAsked;
}

function failsOf({ key, of }: Relevant, assets: readonly AssetFacts[], fails: Reason[]): void {
  for (const one of of)
    for (const asset of ofClass(one, assets)) {
      const answer = asset.answers.get(key);
      if (answer?.verdict === 'fail')
        fails.push({ kind: 'refuted', asset: asset.id, key, found: answer.found, at: answer.at });
    }
}

const NONE: readonly AssetFacts[] = [];
/** Assets of a zone by class: each requirement asks for them, and there may be a hundred of one class. */
const BY_CLASS = new WeakMap<readonly AssetFacts[], ReadonlyMap<AssetClass, readonly AssetFacts[]>>();

function ofClass(of: AssetClass, assets: readonly AssetFacts[]): readonly AssetFacts[] {
  let classes = BY_CLASS.get(assets);
  if (classes === undefined) {
    const grouped = new Map<AssetClass, AssetFacts[]>();
    for (const asset of assets) {
      const those = grouped.get(asset.class);
      if (those === undefined) grouped.set(asset.class, [asset]);
      else those.push(asset);
    }
    BY_CLASS.set(assets, (classes = grouped));
  }
  return classes.get(of) ?? NONE;
}

/** What a class of asset has to show for a requirement: one reason that is `proven`, or those that are missing. */
function proofOf(
  of: AssetClass,
  assets: readonly AssetFacts[],
  relevant: readonly Relevant[],
  word: Attestation | undefined,
  gate: Gate,
  now: Instant,
): Reason[] {
  const asked = relevant.filter((map) => map.proves !== 'none' && map.of.includes(of));
  const alone = asked.filter(({ proves }) => proves === 'full').map(({ key }) => key);
  const all = asked.map(({ key }) => key);
  const proven = (attestation: number | undefined): Reason[] => [
    { kind: 'proven', class: of, assets: assets.length, attestation },
  ];
  const missing = (keys: readonly EvidenceKey[]) => assets.filter((asset) => !passesAny(asset, keys, now));

  if (alone.length > 0 && missing(alone).length === 0) return proven(undefined);
  const unproven = asked.length === 0 ? [] : missing(all);
  if (unproven.length === 0 && word !== undefined) return proven(word.id);
  const reasons: Reason[] = [];
  const open = alone.length > 0 ? missing(alone) : unproven;
  if (open.length > 0)
    reasons.push({
      kind: 'unproven',
      class: of,
      assets: open.map(({ id }) => id),
      by: alone.length > 0 ? alone : all,
    });
  if (alone.length === 0 && word === undefined)
    reasons.push({ kind: 'unattested', class: of, signatures: signaturesFor(gate) });
  return reasons;
}

const passesAny = (asset: AssetFacts, keys: readonly EvidenceKey[], now: Instant): boolean =>
  keys.some((key) => {
    const answer = freshAnswer(asset, key, now);
    return answer === 'pass' || answer === 'not-applicable';
  });

/** What an asset's answer still proves: nothing once it is too old or its asset is silent. */
function freshAnswer(asset: AssetFacts, key: EvidenceKey, now: Instant): Answer['verdict'] | undefined {
  const answer = asset.answers.get(key);
  if (answer === undefined || asset.isSilent) return undefined;
  return now - answer.at < EVIDENCE[key].freshForMs ? answer.verdict : undefined;
}

/** From gate 3 upwards a word counts with a second signature only. */
const signaturesFor = (gate: Gate): 1 | 2 => (gate >= 3 ? 2 : 1);

const wordFor = (
  of: AssetClass,
  gate: Gate,
  said: readonly Attestation[],
  now: Instant,
): Attestation | undefined =>
  said.find(
    ({ classes, signedAt, expiresAt, signatures }) =>
      (classes === 'all' || classes.includes(of)) &&
      signedAt <= now &&
      now < expiresAt &&
      signatures >= signaturesFor(gate),
  );
