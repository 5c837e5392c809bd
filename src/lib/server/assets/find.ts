import { canSeeZone, type Audience } from '../../domain/access/visibility';
import type { AssetKind } from '../../domain/assets/asset';
import { SUPPORT_STATES, type SupportState } from '../../domain/assets/lifecycle';
import type { SiteId, ZoneId } from '../../domain/ids';
import type { AssetRecord } from './asset-record';
import { byName } from './build-inventory';

export interface AssetFilter {
  zone?: ZoneId | undefined;
  site?: SiteId | undefined;
  kind?: AssetKind | undefined;
  support?: SupportState | undefined;
  /** `observed`: met, and on no list. */
  origin?: AssetRecord['origin'] | undefined;
  /** A product of the calendar: what an asset is of, or runs. */
  product?: string | undefined;
  /** Every word of it must be found: in name, id, product, vendor, serial number, versions or addresses. */
  search?: string | undefined;
}

/** Where a page goes on: behind the asset of this name and id. */
export type AssetPosition = Pick<AssetRecord, 'name' | 'id'>;

export interface FoundAssets {
  items: readonly AssetRecord[];
  next: AssetPosition | undefined;
  total: number;
  support: Record<SupportState, number>;
}

/** Whether somebody may see an asset; this program is seen by whoever sees the whole plant. */
export const canSeeAsset = (
  audience: Audience,
  { kind, zone }: Pick<AssetRecord, 'kind' | 'zone'>,
): boolean => (kind === 'platform' ? audience.everything : canSeeZone(audience, zone));

/** A page of the assets that somebody may see, in the order of names, with counts over all that the filter finds. */
export function findAssets(
  all: readonly AssetRecord[],
  audience: Audience,
  { support, ...filter }: AssetFilter,
  page: { limit: number; after?: AssetPosition | undefined },
): FoundAssets {
  const matches = matcherOf(filter);
  const within = all.filter((asset) => canSeeAsset(audience, asset) && matches(asset));
  const counts = Object.fromEntries(SUPPORT_STATES.map((state) => [state, 0])) as Record<
    SupportState,
    number
  >;
  for (const asset of within) counts[asset.support] += 1;
  const found = support === undefined ? within : within.filter((asset) => asset.support === support);
  const { after } = page;
  const start = after === undefined ? 0 : found.findIndex((asset) => byName(asset, after) > 0);
  const items = start === -1 ? [] : found.slice(start, start + page.limit);
  const last = items.at(-1);
  const goesOn = start !== -1 && start + page.limit < found.length;
  return { items, next: goesOn ? last : undefined, total: found.length, support: counts };
}

function matcherOf({ zone, site, kind, origin, product, search }: Omit<AssetFilter, 'support'>) {
  const wanted = product?.toLowerCase();
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (asset: AssetRecord): boolean =>
    (zone === undefined || asset.zone === zone) &&
    (site === undefined || asset.site === site) &&
    (kind === undefined || asset.kind === kind) &&
    (origin === undefined || asset.origin === origin) &&
    (wanted === undefined ||
      asset.life.parts.some(({ part, life }) => (life?.product ?? part).toLowerCase() === wanted)) &&
    (words.length === 0 || hasAll(asset, words));
}

function hasAll(asset: AssetRecord, words: readonly string[]): boolean {
  const { id, name, product, vendor, serial = '', addresses, versions } = asset;
  const text = [
    name,
    id,
    product,
    vendor,
    serial,
    ...addresses,
    ...versions.map(({ part, version }) => `${part} ${version}`),
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
