import { z } from 'zod';
import { ASSET_KINDS } from '../domain/assets/asset';
import { MILESTONE_KINDS, SUPPORT_STATES, type SupportState } from '../domain/assets/lifecycle';
import { driveId, gatewayId, siteId, zoneId } from '../domain/ids';

const instant = z.number();
const support = z.enum(SUPPORT_STATES as [SupportState, ...SupportState[]]);

/** A date in the life of a product, as exact as it is known. */
export const milestoneView = z.object({
  kind: z.enum(MILESTONE_KINDS),
  /** `2026-07-11`, `2026-07`, `2026-Q3` or `2026`; null: said to have come, without a date. */
  at: z.string().nullable(),
  precision: z.enum(['day', 'month', 'quarter', 'year', 'none']),
  /** End of the period that the date names; null without one. */
  until: instant.nullable(),
  /** Concluded from another date, not published. */
  derived: z.boolean(),
  source: z.string(),
  remark: z.string().nullable(),
  /** Of the plant's own entries. */
  entered: z.object({ id: z.number().int(), by: z.string(), at: instant }).nullable(),
});
export type MilestoneView = z.infer<typeof milestoneView>;

/** The life of a product, or of one part of an asset. */
export const lifeView = z.object({
  part: z.string(),
  state: support,
  product: z.string(),
  vendor: z.string(),
  replacement: z.string().nullable(),
  note: z.string().nullable(),
  /** In the order of their dates; none: nothing was published. */
  milestones: z.array(milestoneView),
});
export type LifeView = z.infer<typeof lifeView>;

const version = z.object({
  part: z.string(),
  version: z.string(),
  /** Written down by a person, because nothing reports it. */
  stated: z.boolean(),
});

/** An asset in lists. */
export const assetRow = z.object({
  /** Such as `gateway:gw-01`, `drive:pump-01` or `device:plc-3`. */
  id: z.string(),
  kind: z.enum(ASSET_KINDS),
  origin: z.enum(['plant', 'listed', 'observed', 'own']),
  name: z.string(),
  zone: zoneId.nullable(),
  site: siteId.nullable(),
  vendor: z.string(),
  product: z.string(),
  serial: z.string().nullable(),
  firmware: z.string().nullable(),
  simulated: z.boolean(),
  support,
  /** The date that decides: what ended support, or the next end ahead. */
  decisive: z
    .object({ part: z.string(), kind: z.enum(MILESTONE_KINDS), at: z.string().nullable() })
    .nullable(),
  certificateNotAfter: instant.nullable(),
  /** Open vulnerabilities; null while no advisory was imported. */
  openVulnerabilities: z.number().int().nullable(),
});
export type AssetRow = z.infer<typeof assetRow>;

export const assetPage = z.object({
  items: z.array(assetRow),
  next: z.string().nullable(),
  /** Of everything that the filter finds. */
  total: z.number().int(),
  /** By state of support, whatever state was asked for. */
  support: z.record(support, z.number().int()),
});
export type AssetPage = z.infer<typeof assetPage>;

/** The newest answer of an asset to one of the questions that posture is made of. */
export const assetEvidence = z.object({
  key: z.string(),
  title: z.string(),
  verdict: z.enum(['pass', 'fail', 'not-applicable']),
  found: z.string(),
  at: instant,
  /** For how long a pass counts; 0 for what happens once. */
  freshForMs: z.number(),
});
export type AssetEvidence = z.infer<typeof assetEvidence>;

/** An ability that makes a component secure, and what is known of whether the asset has it. */
export const capabilityView = z.object({
  capability: z.string(),
  title: z.string(),
  means: z.string(),
  /** Component requirements of IEC 62443-4-2 that it bears on. */
  requirements: z.array(z.string()),
  state: z.enum(['proven', 'claimed', 'contradicted', 'unknown']),
  facts: z.array(
    z.object({
      speaks: z.enum(['for', 'against']),
      kind: z.enum(['claim', 'evidence', 'vulnerability']),
      text: z.string(),
      source: z.string(),
      at: instant.nullable(),
    }),
  ),
});
export type CapabilityView = z.infer<typeof capabilityView>;

/** One asset with everything that is known of it. */
export const assetView = z.object({
  ...assetRow.shape,
  /** Gateway that it is, or that it was met by. */
  gateway: gatewayId.nullable(),
  drive: driveId.nullable(),
  versions: z.array(version),
  addresses: z.array(z.string()),
  note: z.string(),
  /** When it was last met; null for what is connected, and for what was never met. */
  seenAt: instant.nullable(),
  /** Where the plant's list and the device disagree. */
  remarks: z.array(z.string()),
  lives: z.array(lifeView),
  /** Empty for what is neither gateway nor drive. */
  capabilities: z.array(capabilityView),
  evidence: z.array(assetEvidence),
});
export type AssetView = z.infer<typeof assetView>;

/** A product in the calendar of what ends when. */
export const lifecycleRow = z.object({
  ...lifeView.shape,
  /** Assets of it, or that run it, which the caller may see; 0 for what was published and is not here. */
  assets: z.number().int(),
});
export type LifecycleRow = z.infer<typeof lifecycleRow>;
