import type { EntityTopicId } from '../../domain/ids';
import { MAIN_DEVICE } from '../../domain/plant/entity';
import { EVIDENCE, type EvidenceKey } from '../../domain/posture/evidence';
import { readEvidence } from '../../domain/posture/reported';
import type { EvidenceTwin } from '../storage/evidence-store';
import type { AssetAnswer } from './answer-book';
import { driveAsset, gatewayAsset, networkAsset } from './asset-names';
import type { PlacedZones } from './placed-zones';

/** What twins say: each key of the asset that it is about. A gateway speaks for itself by its main device only. */
export function answersOfTwins(twins: readonly EvidenceTwin[], zones: PlacedZones): AssetAnswer[] {
  return twins.flatMap((twin) => {
    const zone = zones.zoneOf(twin.gateway);
    if (zone === undefined) return [];
    return [...readEvidence(twin.body, zone.rules).answers].flatMap(([key, answer]): AssetAnswer[] => {
      const asset = assetOf(key, twin, zones);
      return asset === undefined ? [] : [{ ...answer, asset, key, at: twin.receivedAt }];
    });
  });
}

function assetOf(
  key: EvidenceKey,
  { gateway, topicId }: EvidenceTwin,
  zones: PlacedZones,
): string | undefined {
  const [of] = EVIDENCE[key].of;
  if (of === 'drive') {
    const drive = zones.drive(gateway, topicId);
    return drive && driveAsset(drive.id);
  }
  if (topicId !== (MAIN_DEVICE as EntityTopicId)) return undefined;
  return of === 'network' ? networkAsset(gateway) : gatewayAsset(gateway);
}
