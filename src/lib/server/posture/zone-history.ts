import type { Attestation, Compensation } from '../../domain/posture/facts';
import type { AnswerSpan, PlacedAsset, ZoneHistory } from '../../domain/posture/history/zone-history';
import type { AttestationRow } from '../storage/attestation-store';
import { driveAsset, gatewayAsset, networkAsset, platformAsset } from './asset-names';
import type { PlacedZone } from './placed-zones';

/** Assets of a zone as they stand now, each with the gateway that it is heard through. */
export const assetsOfZone = ({ zone, gateways, drives }: PlacedZone): PlacedAsset[] => [
  ...gateways.flatMap(({ id }): PlacedAsset[] => [
    { id: gatewayAsset(id), class: 'gateway', through: gatewayAsset(id) },
    { id: networkAsset(id), class: 'network', through: gatewayAsset(id) },
  ]),
  ...drives.map(({ id, gateway }): PlacedAsset => ({
    id: driveAsset(id),
    class: 'drive',
    through: gatewayAsset(gateway),
  })),
  { id: platformAsset(zone.id), class: 'platform', through: undefined },
];

/** Whose answers the history of a zone is made of: its assets, and gateways elsewhere that they are heard through. */
export const answeringAssets = (assets: readonly PlacedAsset[]): string[] => [
  ...new Set(assets.flatMap(({ id, through }) => (through === undefined ? [id] : [id, through]))),
];

/**
 * The history of a zone out of stored answers and words. What stands in the zone, and its targets, are those of today:
 * what was moved or removed takes its past with it.
 */
export function zoneHistory(
  { zone }: PlacedZone,
  assets: readonly PlacedAsset[],
  spans: readonly AnswerSpan[],
  words: readonly AttestationRow[],
): ZoneHistory {
  const own = words.filter((word) => word.zone === zone.id);
  return {
    assets,
    spans,
    attestations: own.flatMap((word) => (word.kind === 'statement' ? statementsOf(word) : [])),
    compensations: own.flatMap((word) => (word.kind === 'compensation' ? measuresOf(word) : [])),
  };
}

/** When it ended to count, whatever came first. */
const endOf = ({ expiresAt, withdrawnAt }: AttestationRow) => Math.min(expiresAt, withdrawnAt ?? Infinity);

/** One with the first signature, and from the second one on another with both. */
function statementsOf(word: AttestationRow): Attestation[] {
  const { id, requirement, classes, signedAt, countersignedAt } = word;
  const first: Attestation = {
    ...{ id, requirement, signedAt, classes: classes ?? 'all' },
    expiresAt: endOf(word),
    signatures: 1,
  };
  return countersignedAt === null ? [first] : [first, { ...first, signedAt: countersignedAt, signatures: 2 }];
}

const measuresOf = (word: AttestationRow): Compensation[] =>
  word.countersignedAt === null
    ? []
    : [
        {
          ...{ id: word.id, requirement: word.requirement, reason: word.statement },
          approvedAt: word.countersignedAt,
          expiresAt: endOf(word),
        },
      ];
