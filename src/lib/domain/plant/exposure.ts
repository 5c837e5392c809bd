import type { ZoneId } from '../ids';
import type { Conduit, Plant } from './model';

/**
 * Zones into which something outside the plant's zones may open a connection, by what conduits allow: the office,
 * the platform or the internet, which the plant file does not tell apart.
 */
export const exposedZones = ({ conduits }: Pick<Plant, 'conduits'>): ReadonlySet<ZoneId> =>
  new Set(conduits.flatMap((conduit) => opensInto(conduit) ?? []));

function opensInto({ from, to, allowed }: Conduit): ZoneId | undefined {
  const goes = (direction: 'from-to' | 'to-from') =>
    allowed.some((traffic) => traffic.direction === 'both' || traffic.direction === direction);
  if (from === null && to !== null) return goes('from-to') ? to : undefined;
  if (to === null && from !== null) return goes('to-from') ? from : undefined;
  return undefined;
}
