import { ASSET_KINDS } from '$lib/domain/assets/asset';
import { SUPPORT_STATES } from '$lib/domain/assets/lifecycle';
import type { QueryValue } from '$lib/live/api';
import { ASSETS } from '../links';

/** What the list of assets is narrowed to, all of it in the address; '' is any. */
export interface AssetListFilter {
  support: string;
  kind: string;
  origin: string;
  site: string;
  zone: string;
  product: string;
  search: string;
  cursor: string;
}

const CHOICES = {
  support: SUPPORT_STATES,
  kind: ASSET_KINDS,
  origin: ['plant', 'listed', 'observed', 'own'],
} as const satisfies Partial<Record<keyof AssetListFilter, readonly string[]>>;
const FREE = { site: 63, zone: 63, product: 200, search: 200, cursor: 2_000 } as const;

/** Reads an address; what it cannot be is left out. */
export function assetFilterOf(query: URLSearchParams): AssetListFilter {
  const given = (name: string): string => (query.get(name) ?? '').replaceAll('\0', '');
  const one = (name: keyof typeof CHOICES): string =>
    (CHOICES[name] as readonly string[]).includes(given(name)) ? given(name) : '';
  const text = (name: keyof typeof FREE): string => given(name).slice(0, FREE[name]);
  return {
    support: one('support'),
    kind: one('kind'),
    origin: one('origin'),
    site: text('site'),
    zone: text('zone'),
    product: text('product'),
    search: text('search'),
    cursor: text('cursor'),
  };
}

/** The filter as an address of the page, from its beginning unless a cursor is given. */
export function assetQuery(filter: AssetListFilter, change: Partial<AssetListFilter> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor: '', ...change }))
    if (value !== '') query.set(name, value);
  const text = query.toString();
  return text === '' ? ASSETS : `${ASSETS}?${text}`;
}

export const assetApiQuery = (filter: AssetListFilter): Record<string, QueryValue> => ({ ...filter });
