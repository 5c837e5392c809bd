import { replayZone } from '../../domain/posture/history/replay';
import type { ZoneHistory } from '../../domain/posture/history/zone-history';
import { summaryOf } from '../../domain/posture/summary';
import type { Instant } from '../../domain/time';
import { readAllAttestations } from '../storage/attestation-store';
import type { Tx } from '../storage/database';
import { readEvidenceBetween } from '../storage/evidence-store';
import type { PosturePointRow } from '../storage/posture-point-store';
import type { PlacedZone } from './placed-zones';
import { pointRow } from './points';
import { textOf } from './telling';
import { answeringAssets, assetsOfZone, zoneHistory } from './zone-history';

interface Period {
  from: Instant;
  to: Instant;
}

/**
 * Levels of zones between two moments, anew out of what is stored: the points that judging at every moment would have
 * written down, the first of each zone at `from`. Hands over zone by zone, as a year of 20,000 assets is a lot.
 */
export async function* recompute(
  tx: Tx,
  zones: Iterable<PlacedZone>,
  period: Period,
): AsyncGenerator<PosturePointRow[]> {
  const words = await readAllAttestations(tx);
  for (const placed of zones) {
    const assets = assetsOfZone(placed);
    const rows = await readEvidenceBetween(tx, answeringAssets(assets), period.from, period.to);
    yield pointsOf(placed, zoneHistory(placed, assets, rows, words), period);
  }
}

/** Points of one zone; two in a row never say the same. */
export function pointsOf(
  { zone }: PlacedZone,
  history: ZoneHistory,
  { from, to }: Period,
): PosturePointRow[] {
  const points: PosturePointRow[] = [];
  let last = '';
  for (const { at, standings } of replayZone(history, from, to)) {
    const point = pointRow(zone.id, at, summaryOf(standings, zone.targetLevels));
    const text = textOf(point);
    if (text !== last) points.push(point);
    last = text;
  }
  return points;
}
