import { firmwareOf } from '../../domain/assets/asset';
import { CAPABILITIES } from '../../domain/assets/capability/capabilities';
import { capabilitySheet } from '../../domain/assets/capability/sheet';
import type { PartLife } from '../../domain/assets/life-book';
import { endOfPeriod, precisionOf, type Milestone } from '../../domain/assets/lifecycle';
import { EVIDENCE } from '../../domain/posture/evidence';
import type { Instant } from '../../domain/time';
import type { AssetRow, AssetView, CapabilityView, LifeView, MilestoneView } from '../../protocol/assets';
import type { EvidenceRow } from '../storage/evidence-store';
import type { AssetRecord } from './asset-record';

/** Open vulnerabilities by asset; `undefined` while no advisory was imported, which is not the same as none. */
export type OpenVulnerabilities = ReadonlyMap<string, number> | undefined;

/** An asset as lists show it. */
export function presentRow(asset: AssetRecord, open: OpenVulnerabilities): AssetRow {
  const { decisive } = asset.life;
  return {
    id: asset.id,
    kind: asset.kind,
    origin: asset.origin,
    name: asset.name,
    zone: asset.zone,
    site: asset.site,
    vendor: asset.vendor,
    product: asset.product,
    serial: asset.serial ?? null,
    firmware: firmwareOf(asset) ?? null,
    simulated: asset.simulated,
    support: asset.support,
    decisive:
      decisive === undefined
        ? null
        : { part: decisive.part, kind: decisive.milestone.kind, at: decisive.milestone.at ?? null },
    certificateNotAfter: asset.certificateNotAfter,
    openVulnerabilities: open === undefined ? null : (open.get(asset.id) ?? 0),
  };
}

/** An asset as its page shows it. */
export function presentAsset(
  asset: AssetRecord,
  evidence: readonly EvidenceRow[],
  open: OpenVulnerabilities,
  now: Instant,
): AssetView {
  return {
    ...presentRow(asset, open),
    gateway: asset.gateway,
    drive: asset.drive,
    versions: asset.versions.map(({ part, version }) => ({
      part,
      version,
      stated: asset.statedParts.includes(part),
    })),
    addresses: [...asset.addresses],
    note: asset.note,
    seenAt: asset.seenAt,
    remarks: [...asset.remarks],
    lives: asset.life.parts.map(presentLife),
    capabilities: capabilitiesOf(asset, evidence, now),
    evidence: evidence
      .map(({ key, verdict, found, lastAt }) => ({
        key,
        title: EVIDENCE[key].title,
        verdict,
        found,
        at: lastAt,
        freshForMs: EVIDENCE[key].freshForMs,
      }))
      .sort((a, b) => (a.title < b.title ? -1 : 1)),
  };
}

function capabilitiesOf(
  { kind, family, vendor, product, versions }: AssetRecord,
  evidence: readonly EvidenceRow[],
  now: Instant,
): CapabilityView[] {
  if (kind !== 'gateway' && kind !== 'drive') return [];
  const answers = new Map(
    evidence.map(({ key, verdict, found, lastAt }) => [key, { verdict, found, at: lastAt }]),
  );
  return capabilitySheet({ kind, family: family ?? undefined, vendor, product, versions, answers }, now).map(
    ({ capability, state, facts }) => ({
      capability,
      ...CAPABILITIES[capability],
      requirements: [...CAPABILITIES[capability].requirements],
      state,
      facts: facts.map((fact) => ({ ...fact, at: fact.at ?? null })),
    }),
  );
}

/** The life of a part, its dates in order. */
export const presentLife = ({ part, life, state }: PartLife): LifeView => ({
  part,
  state,
  product: life?.product ?? part,
  vendor: life?.vendor ?? '',
  replacement: life?.replacement ?? null,
  note: life?.note ?? null,
  milestones: (life?.milestones ?? []).map(presentMilestone).sort(byDate),
});

const presentMilestone = ({ kind, at, isDerived, source, remark, entered }: Milestone): MilestoneView => ({
  kind,
  at: at ?? null,
  precision: at === undefined ? 'none' : precisionOf(at),
  until: (at === undefined ? undefined : endOfPeriod(at)) ?? null,
  derived: isDerived === true,
  source,
  remark: remark ?? null,
  entered: entered ?? null,
});

const byDate = (a: MilestoneView, b: MilestoneView): number => (a.until ?? 0) - (b.until ?? 0);
