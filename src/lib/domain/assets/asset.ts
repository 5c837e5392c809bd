import type { SiteId, ZoneId } from '../ids';
import type { SupportState } from './lifecycle';

/** What an asset is to the plant: `platform` is this program with what it runs on. */
export const ASSET_KINDS = ['gateway', 'drive', 'device', 'platform'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** Part that stands for the product itself; every other part is a product of its own, such as `Debian`. */
export const FIRMWARE = 'firmware';

/** A version that is installed. */
export interface AssetVersion {
  /** `firmware` for the asset’s own; otherwise the component’s name: `Debian`, `thin-edge.io`, `firmware, slot B`. */
  part: string;
  version: string;
}

/** Something that runs software and can be vulnerable or out of support; what advisories are matched against. */
export interface InventoryAsset {
  /** Such as `gateway:gw-01`, `drive:pump-01`, `device:plc-3`; as evidence names it. */
  id: string;
  kind: AssetKind;
  name: string;
  /** `null` for the platform, which stands in no zone. */
  zone: ZoneId | null;
  site: SiteId | null;
  /** '' while nobody said. */
  vendor: string;
  /** Model as the plant or the device writes it; '' while nobody said. */
  product: string;
  versions: readonly AssetVersion[];
  support: SupportState;
  serial?: string | undefined;
}

/** The asset’s own version; `undefined` is not known, never old and never new. */
export const firmwareOf = ({ versions }: Pick<InventoryAsset, 'versions'>): string | undefined =>
  versions.find(({ part }) => part === FIRMWARE)?.version;
