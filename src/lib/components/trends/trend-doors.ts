import type { TrendReport } from '$lib/protocol/trends';
import { ASSETS, GATEWAYS, INCIDENTS, RUNS, zoneLink, ZONES } from '../links';

type Scope = TrendReport['scope'];

/** The list behind a figure, narrowed to what the figure counts. */
export function doorOf(figure: string, scope: Scope): string | undefined {
  const place = { site: scope.site ?? '', zone: scope.zone ?? '' };
  if (figure === 'zones' || figure.startsWith('fr')) {
    return scope.zone === null
      ? address(ZONES, { site: place.site, standing: 'open' })
      : zoneLink(scope.zone);
  }
  switch (figure) {
    case 'certificates':
      return GATEWAYS;
    case 'support':
      return address(ASSETS, place);
    case 'acknowledge':
      return address(INCIDENTS, { state: 'all', ...place });
    case 'recover':
      return address(INCIDENTS, { state: 'closed', ...place });
    case 'drills':
      return address(RUNS, { state: 'over', mode: 'drill' });
    default:
      return undefined;
  }
}

function address(path: string, query: Record<string, string>): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  const text = given.toString();
  return text === '' ? path : `${path}?${text}`;
}
