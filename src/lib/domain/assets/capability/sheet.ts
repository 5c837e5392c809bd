import type { Family } from '../../plant/families';
import { EVIDENCE, type EvidenceKey } from '../../posture/evidence';
import type { Answer } from '../../posture/facts';
import type { Instant } from '../../time';
import { firmwareOf, type AssetVersion } from '../asset';
import { matchName, vendorKey } from '../product-name';
import { isInRange, readRange } from '../version-range';
import { CAPABILITY_KEYS, type Capability } from './capabilities';
import { CONTRADICTIONS, FAMILY_CLAIMS, GATEWAY_CLAIMS, type Claim, type Contradiction } from './claims';

/** `contradicted` stands above `proven`, and that above `claimed`: a maker's word is no evidence. */
export type CapabilityState = 'proven' | 'claimed' | 'contradicted' | 'unknown';

/** Something that speaks for an ability or against it. */
export interface CapabilityFact {
  speaks: 'for' | 'against';
  kind: 'claim' | 'evidence' | 'vulnerability';
  text: string;
  source: string;
  /** When it was found out; `undefined` for what was written once. */
  at: Instant | undefined;
}

export interface CapabilityRow {
  capability: Capability;
  state: CapabilityState;
  facts: readonly CapabilityFact[];
}

/** What a sheet is made of. */
export interface SheetSubject {
  kind: 'gateway' | 'drive';
  family: Family | undefined;
  vendor: string;
  product: string;
  versions: readonly AssetVersion[];
  answers: ReadonlyMap<EvidenceKey, Answer>;
}

/** Answers that show an ability at work, by capability: a pass proves it, a fail speaks against it. */
const PROOFS: Readonly<Partial<Record<Capability, readonly EvidenceKey[]>>> = {
  'crypto-chip': ['gw.tpm.used'],
  'tamper-resistance': ['gw.tamper'],
  'verified-firmware': ['gw.secureboot'],
  'pki-identity': ['gw.mtls'],
  updates: ['gw.fw.update'],
  'confined-services': ['gw.apparmor'],
  'flood-protection': ['gw.dos.config'],
  'safe-stop-apart': ['drv.sto'],
};

/** Abilities of a kind: a gateway has no safe stop, a drive no services. */
const ASKED: Readonly<Record<SheetSubject['kind'], readonly Capability[]>> = {
  gateway: CAPABILITY_KEYS.filter((key) => key !== 'safe-stop-apart' && key !== 'tool-encryption'),
  drive: CAPABILITY_KEYS.filter((key) => key !== 'confined-services' && key !== 'flood-protection'),
};

/** What a component can do: claimed, proven, contradicted or not known, each with the facts that say so. */
export function capabilitySheet(subject: SheetSubject, now: Instant): CapabilityRow[] {
  const claims = claimsOf(subject);
  return ASKED[subject.kind].map((capability) => {
    const facts: CapabilityFact[] = [
      ...CONTRADICTIONS.filter(({ capabilities }) => capabilities.includes(capability)).flatMap((one) =>
        contradictionFact(one, subject),
      ),
      ...(PROOFS[capability] ?? []).flatMap((key) => evidenceFact(key, subject.answers.get(key), now)),
      ...claims
        .filter((claim) => claim.capability === capability)
        .map(({ source }): CapabilityFact => ({
          speaks: 'for',
          kind: 'claim',
          text: 'The maker says so',
          source,
          at: undefined,
        })),
    ];
    return { capability, state: stateOf(facts), facts };
  });
}

function claimsOf({ kind, family, vendor, product }: SheetSubject): readonly Claim[] {
  if (kind === 'drive') return family === undefined ? [] : (FAMILY_CLAIMS[family] ?? []);
  // What is said of one make of gateways is said of no other.
  return vendorKey(vendor) === 'danfoss' || /drivepro/i.test(product) ? GATEWAY_CLAIMS : [];
}

function stateOf(facts: readonly CapabilityFact[]): CapabilityState {
  if (facts.some(({ speaks }) => speaks === 'against')) return 'contradicted';
  if (facts.some(({ kind }) => kind === 'evidence')) return 'proven';
  return facts.some(({ kind }) => kind === 'claim') ? 'claimed' : 'unknown';
}

function evidenceFact(key: EvidenceKey, answer: Answer | undefined, now: Instant): CapabilityFact[] {
  if (answer === undefined || answer.verdict === 'not-applicable') return [];
  const { freshForMs, title } = EVIDENCE[key];
  // As in posture: what was proven long ago is proven no more, a fail stays until a pass replaces it (D12).
  if (answer.verdict === 'pass' && now - answer.at > freshForMs) return [];
  return [
    {
      speaks: answer.verdict === 'pass' ? 'for' : 'against',
      kind: 'evidence',
      text: `${title}: ${answer.found}`,
      source: key,
      at: answer.at,
    },
  ];
}

/** A version that cannot be compared, or is not known, is never taken for a mended one. */
function contradictionFact(one: Contradiction, { product, versions }: SheetSubject): CapabilityFact[] {
  if (matchName(product, one.product) === undefined) return [];
  const installed = firmwareOf({ versions });
  const { verdict } = isInRange(readRange(one.affected), installed);
  if (verdict === 'out') return [];
  const doubt =
    verdict === 'in'
      ? ''
      : installed === undefined
        ? '; which version runs is not known'
        : `; ${installed} has to be looked at`;
  return [
    {
      speaks: 'against',
      kind: 'vulnerability',
      text: `${one.vulnerability}: ${one.found}, before ${one.fixed}${doubt}`,
      source: one.source,
      at: undefined,
    },
  ];
}
