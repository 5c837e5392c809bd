import type { Instant } from '../../time';
import { EVIDENCE, EVIDENCE_KEYS, type EvidenceKey } from '../evidence';
import type { Answer, AssetFacts, ZoneFacts } from '../facts';
import { judgeRequirement } from '../judge-zone';
import type { Standing, Standings } from '../level';
import { REQUIREMENTS, requirementById, type Requirement, type RequirementId } from '../requirements';
import { relevantTo } from '../scope';
import { HEARD, type AnswerSpan, type ZoneHistory } from './zone-history';

/** Standings of a zone from a moment on. */
export interface Moment {
  at: Instant;
  standings: Standings;
}

type Change =
  | { at: Instant; kind: 'answer'; span: AnswerSpan }
  /** An answer grows too old. */
  | { at: Instant; kind: 'age'; key: EvidenceKey }
  /** Somebody's word begins or ends to count. */
  | { at: Instant; kind: 'word'; requirement: RequirementId };

interface ReplayedAsset extends AssetFacts {
  isSilent: boolean;
  readonly answers: Map<EvidenceKey, Answer>;
}

/**
 * Goes through the history of a zone and yields how it stood from each moment on at which a standing changed, the
 * first one at `from`. Every standing comes from the rule that judges the present; only requirements that a change
 * can reach are judged again.
 */
export function* replayZone(history: ZoneHistory, from: Instant, to: Instant): Generator<Moment> {
  const assets = history.assets.map(({ id, class: of }): ReplayedAsset => ({
    id,
    class: of,
    isSilent: false,
    answers: new Map(),
  }));
  const facts: ZoneFacts = { ...history, assets, doubts: [] };
  const enter = entering(history, assets);
  const changes = changesOf(history).filter(({ at }) => at <= to);
  const standings = new Map<RequirementId, Standing>();

  let next = 0;
  for (; next < changes.length && (changes[next]?.at ?? Infinity) <= from; next++) enter(changes[next]);
  judgeAgain(REQUIREMENTS, facts, from, standings);
  yield { at: from, standings: new Map(standings) };

  while (next < changes.length) {
    const at = changes[next]?.at ?? to;
    const reached = new Set<Requirement>();
    for (; changes[next]?.at === at; next++)
      for (const requirement of enter(changes[next])) reached.add(requirement);
    if (judgeAgain(reached, facts, at, standings)) yield { at, standings: new Map(standings) };
  }
}

/** Judges these requirements; true when one of them stands otherwise than before. */
function judgeAgain(
  requirements: Iterable<Requirement>,
  facts: ZoneFacts,
  at: Instant,
  standings: Map<RequirementId, Standing>,
): boolean {
  let isOther = false;
  for (const requirement of requirements) {
    const { standing } = judgeRequirement(requirement, facts, at);
    if (standings.get(requirement.id) === standing) continue;
    standings.set(requirement.id, standing);
    isOther = true;
  }
  return isOther;
}

const REACHES: ReadonlyMap<EvidenceKey, readonly Requirement[]> = new Map(
  EVIDENCE_KEYS.map((key) => [
    key,
    REQUIREMENTS.filter(({ id }) => relevantTo(id).some((relevant) => relevant.key === key)),
  ]),
);

/** Takes a change into the facts; returns the requirements that it can reach. */
function entering({ assets: placed }: ZoneHistory, assets: readonly ReplayedAsset[]) {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const behind = new Map<string, ReplayedAsset[]>();
  placed.forEach(({ through }, i) => {
    const asset = assets[i];
    if (through !== undefined && asset !== undefined)
      behind.set(through, [...(behind.get(through) ?? []), asset]);
  });
  return (change: Change | undefined): readonly Requirement[] => {
    if (change === undefined) return [];
    if (change.kind === 'age') return REACHES.get(change.key) ?? [];
    if (change.kind === 'word') {
      const requirement = requirementById(change.requirement);
      return requirement === undefined ? [] : [requirement];
    }
    const { asset, key, verdict, found, firstAt, lastAt } = change.span;
    // While it was given again it was new; a moment is over as soon as it is there.
    const at = EVIDENCE[key].freshForMs === 0 ? firstAt : lastAt;
    byId.get(asset)?.answers.set(key, { verdict, found, at });
    const heard = key === HEARD ? behind.get(asset) : undefined;
    if (heard === undefined) return REACHES.get(key) ?? [];
    for (const one of heard) one.isSilent = verdict === 'fail';
    return REQUIREMENTS;
  };
}

/** Every moment at which something may change, in order. */
function changesOf({ spans, attestations, compensations }: ZoneHistory): Change[] {
  const changes: Change[] = [];
  const followed = new Map<string, Instant>();
  for (const span of [...spans].sort((a, b) => b.firstAt - a.firstAt)) {
    changes.push({ at: span.firstAt, kind: 'answer', span });
    const question = `${span.asset} ${span.key}`;
    const oldAt = span.lastAt + EVIDENCE[span.key].freshForMs;
    // One that another follows in time never grows old.
    if (span.verdict !== 'fail' && oldAt < (followed.get(question) ?? Infinity))
      changes.push({ at: oldAt, kind: 'age', key: span.key });
    followed.set(question, span.firstAt);
  }
  for (const { requirement, signedAt, expiresAt } of attestations)
    for (const at of [signedAt, expiresAt]) changes.push({ at, kind: 'word', requirement });
  for (const { requirement, approvedAt, expiresAt } of compensations)
    for (const at of [approvedAt, expiresAt]) changes.push({ at, kind: 'word', requirement });
  return changes.sort((a, b) => a.at - b.at);
}
