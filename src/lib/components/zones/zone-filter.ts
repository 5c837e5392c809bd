import type { ZoneLevels } from '$lib/protocol/posture';

/** What the page of zones is narrowed to; '' is any. */
export interface ZoneFilter {
  site: string;
  /** `open`: some target is not confirmed; `below`: evidence speaks against one. */
  standing: '' | 'open' | 'below';
}

export const STANDINGS = {
  '': 'All zones',
  open: 'Below target or not proven',
  below: 'Below target',
} as const satisfies Record<ZoneFilter['standing'], string>;

export function zoneFilterOf(query: URLSearchParams): ZoneFilter {
  const standing = query.get('standing') ?? '';
  return {
    site: (query.get('site') ?? '').slice(0, 100),
    standing: standing === 'open' || standing === 'below' ? standing : '',
  };
}

type Levels = Pick<ZoneLevels, 'levels'>;

/** Where a zone stands, by the worst of its seven requirements. */
export function zoneStanding({ levels }: Levels): 'below' | 'unproven' | 'met' {
  if (levels.some(({ possible, target }) => possible < target)) return 'below';
  return levels.some(({ confirmed, target }) => confirmed < target) ? 'unproven' : 'met';
}

export function fitsZone(zone: Pick<ZoneLevels, 'levels' | 'site'>, { site, standing }: ZoneFilter): boolean {
  if (site !== '' && zone.site !== site) return false;
  const stands = zoneStanding(zone);
  return standing === '' || stands === 'below' || (standing === 'open' && stands === 'unproven');
}
