import type { ZoneId } from '../../domain/ids';
import { requirementsInDoubt } from '../../domain/posture/doubts';
import type { Doubt } from '../../domain/posture/facts';
import type { DoubtRow } from '../storage/match-store';

/** Requirements that open vulnerabilities put in doubt, by zone; a weakness that nobody has mapped puts none. */
export function doubtsByZone(rows: readonly DoubtRow[]): ReadonlyMap<ZoneId, readonly Doubt[]> {
  const byZone = new Map<ZoneId, Doubt[]>();
  for (const { zone, asset, vulnerability, cwes } of rows) {
    const doubts = requirementsInDoubt(cwes).map((requirement) => ({ requirement, asset, vulnerability }));
    if (doubts.length > 0) byZone.set(zone, [...(byZone.get(zone) ?? []), ...doubts]);
  }
  return byZone;
}
