import type { GatewayId } from '../../domain/ids';
import type { AssetClass } from '../../domain/posture/components';
import type { EvidenceKey } from '../../domain/posture/evidence';
import type {
  Answer,
  AssetFacts,
  Attestation,
  Compensation,
  Doubt,
  ZoneFacts,
} from '../../domain/posture/facts';
import type { AttestationRow } from '../storage/attestation-store';
import { driveAsset, gatewayAsset, networkAsset, platformAsset } from './asset-names';
import type { PlacedZone } from './placed-zones';

/** The newest answers by asset. */
export type Answers = ReadonlyMap<string, ReadonlyMap<EvidenceKey, Answer>>;

const NO_ANSWERS: ReadonlyMap<EvidenceKey, Answer> = new Map();

/**
 * What a zone's posture is made of: its gateways, the networks that they see, the drives behind them and this
 * program. What is behind a gateway that is not heard is silent with it.
 */
export function zoneFacts(
  { zone, gateways, drives }: PlacedZone,
  answers: Answers,
  words: readonly AttestationRow[],
  doubts: readonly Doubt[],
  isHeard: (gateway: GatewayId) => boolean,
): ZoneFacts {
  const asset = (id: string, of: AssetClass, isSilent: boolean): AssetFacts => ({
    id,
    class: of,
    isSilent,
    answers: answers.get(id) ?? NO_ANSWERS,
  });
  const own = words.filter((word) => word.zone === zone.id);
  return {
    assets: [
      ...gateways.flatMap(({ id }) => [
        asset(gatewayAsset(id), 'gateway', !isHeard(id)),
        asset(networkAsset(id), 'network', !isHeard(id)),
      ]),
      ...drives.map(({ id, gateway }) => asset(driveAsset(id), 'drive', !isHeard(gateway))),
      asset(platformAsset(zone.id), 'platform', false),
    ],
    attestations: own.filter(({ kind }) => kind === 'statement').map(asAttestation),
    // A measure counts from its second signature on: who proposes it does not approve it.
    compensations: own.flatMap((word) => (word.kind === 'compensation' ? asCompensation(word) : [])),
    doubts,
  };
}

/** A word as it counts now. */
export const asAttestation = (word: AttestationRow): Attestation => ({
  id: word.id,
  requirement: word.requirement,
  classes: word.classes ?? 'all',
  signedAt: word.signedAt,
  expiresAt: word.expiresAt,
  signatures: word.countersignedAt === null ? 1 : 2,
});

/** A measure as it counts now: nothing before its second signature. */
export const asCompensation = (word: AttestationRow): Compensation[] =>
  word.countersignedAt === null
    ? []
    : [
        {
          id: word.id,
          requirement: word.requirement,
          approvedAt: word.countersignedAt,
          expiresAt: word.expiresAt,
          reason: word.statement,
        },
      ];
