import type { ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { DayCount } from '../../domain/posture/trends/figure';
import { DAY_MS, type Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import type { TrendSources } from './sources';

/** What is counted once a day, as it stands now, for every zone of the plant. */
export async function countNow(
  tx: Tx,
  plant: Plant,
  sources: TrendSources,
  now: Instant,
): Promise<ReadonlyMap<ZoneId, DayCount>> {
  const vulnerabilities = await sources.vulnerabilities(tx, now);
  const counts = new Map(
    plant.zones.map(({ id }): [ZoneId, DayCount] => [
      id,
      {
        certificates: { expired: 0, within30: 0, within90: 0, unseen: 0 },
        support: { ended: 0, ending: 0, unknown: 0 },
        vulnerabilities:
          vulnerabilities === undefined ? null : (vulnerabilities.get(id) ?? { open: 0, overdue: 0 }),
      },
    ]),
  );
  for (const { id, zone } of plant.gateways) {
    const certificates = counts.get(zone)?.certificates;
    if (certificates === undefined) continue;
    const end = sources.certificateEnd(id);
    if (end === null) certificates.unseen += 1;
    else if (end <= now) certificates.expired += 1;
    else {
      if (end <= now + 30 * DAY_MS) certificates.within30 += 1;
      if (end <= now + 90 * DAY_MS) certificates.within90 += 1;
    }
  }
  for (const { zone, state } of await sources.support()) {
    const support = counts.get(zone)?.support;
    if (support === undefined) continue;
    if (state === 'end-of-life' || state === 'security-ended') support.ended += 1;
    else if (state === 'ending') support.ending += 1;
    else if (state === 'unknown') support.unknown += 1;
  }
  return counts;
}

/** Sums over zones; undefined when there is none of them. */
export function sumOf(counts: readonly DayCount[]): DayCount | undefined {
  const [first, ...rest] = counts;
  return first === undefined ? undefined : rest.reduce(plus, first);
}

const plus = (a: DayCount, b: DayCount): DayCount => ({
  certificates: {
    expired: a.certificates.expired + b.certificates.expired,
    within30: a.certificates.within30 + b.certificates.within30,
    within90: a.certificates.within90 + b.certificates.within90,
    unseen: a.certificates.unseen + b.certificates.unseen,
  },
  support: {
    ended: a.support.ended + b.support.ended,
    ending: a.support.ending + b.support.ending,
    unknown: a.support.unknown + b.support.unknown,
  },
  vulnerabilities:
    a.vulnerabilities === null || b.vulnerabilities === null
      ? null
      : {
          open: a.vulnerabilities.open + b.vulnerabilities.open,
          overdue: a.vulnerabilities.overdue + b.vulnerabilities.overdue,
        },
});
