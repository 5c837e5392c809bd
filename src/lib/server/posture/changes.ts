import type { Doubt } from '../../domain/posture/facts';
import { changesBetween } from '../../domain/posture/history/changes';
import { factsAt } from '../../domain/posture/history/facts-at';
import { judgeZone, type ZoneJudgement } from '../../domain/posture/judge-zone';
import type { Instant } from '../../domain/time';
import type { PostureChange } from '../../protocol/posture';
import { readAllAttestations } from '../storage/attestation-store';
import type { Tx } from '../storage/database';
import { readEvidenceBetween } from '../storage/evidence-store';
import { namesOf, presentReason } from './judged-zone';
import type { PlacedZone } from './placed-zones';
import { answeringAssets, assetsOfZone, zoneHistory } from './zone-history';

/**
 * How a zone was judged at a moment of its past, out of what was written down of it. When a vulnerability came to be
 * known is not: today's doubts count then as well, so that none of them poses as a change.
 */
export async function judgementAt(
  tx: Tx,
  placed: PlacedZone,
  doubts: readonly Doubt[],
  at: Instant,
): Promise<ZoneJudgement> {
  const assets = assetsOfZone(placed);
  const rows = await readEvidenceBetween(tx, answeringAssets(assets), at, at);
  const facts = factsAt(zoneHistory(placed, assets, rows, await readAllAttestations(tx)), at);
  return judgeZone({ ...facts, doubts }, at);
}

/** What stands otherwise, as it is shown. */
export function presentChanges(
  before: ZoneJudgement,
  now: ZoneJudgement,
  placed: PlacedZone,
): PostureChange[] {
  const names = namesOf(placed);
  return changesBetween(before, now).map((change): PostureChange => {
    const { id, title, fr, gate } = change.requirement;
    return {
      ...{ requirement: id, title, fr, gate, from: change.from, to: change.to },
      before: change.before.map((reason) => presentReason(reason, names)),
      now: change.now.map((reason) => presentReason(reason, names)),
    };
  });
}
