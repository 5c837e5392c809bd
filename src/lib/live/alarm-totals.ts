import type { SiteId, ZoneId } from '$lib/domain/ids';
import { PRIORITIES, type Priority } from '$lib/domain/alarms/priority';
import type { AlarmCounts } from '$lib/protocol/alarms';

type PerPriority = readonly [number, number, number, number];

/** Open alarms of all visible zones, or of some of them. Lists of four are by priority, the highest first. */
export interface AlarmTotals {
  unacknowledged: PerPriority;
  acknowledged: PerPriority;
  returned: PerPriority;
  shelved: number;
  suppressed: number;
  outOfService: number;
}

const NOTHING: PerPriority = [0, 0, 0, 0];
const add = (a: PerPriority, b: PerPriority): PerPriority => [
  a[0] + b[0],
  a[1] + b[1],
  a[2] + b[2],
  a[3] + b[3],
];

export function totalOf(zones: Iterable<AlarmCounts>): AlarmTotals {
  let total: AlarmTotals = {
    unacknowledged: NOTHING,
    acknowledged: NOTHING,
    returned: NOTHING,
    shelved: 0,
    suppressed: 0,
    outOfService: 0,
  };
  for (const zone of zones) {
    total = {
      unacknowledged: add(total.unacknowledged, zone.unacknowledged),
      acknowledged: add(total.acknowledged, zone.acknowledged),
      returned: add(total.returned, zone.returned),
      shelved: total.shelved + zone.shelved,
      suppressed: total.suppressed + zone.suppressed,
      outOfService: total.outOfService + zone.outOfService,
    };
  }
  return total;
}

export const sum = (counts: PerPriority): number => counts[0] + counts[1] + counts[2] + counts[3];

/** Every open alarm that is not withheld. */
export const activeOf = (totals: AlarmTotals): number =>
  sum(totals.unacknowledged) + sum(totals.acknowledged) + sum(totals.returned);

export const withheldOf = ({ shelved, suppressed, outOfService }: AlarmTotals): number =>
  shelved + suppressed + outOfService;

/** The mark of a place by its worst alarm. */
export interface WorstMark {
  priority: Priority;
  look: 'flashing' | 'steady' | 'hollow';
}

/** The mark of a site or zone: its worst alarm, one that waits for an answer before one that has it. */
export function worstOf({ unacknowledged, acknowledged, returned }: AlarmTotals): WorstMark | undefined {
  for (const [counts, look] of [
    [unacknowledged, 'flashing'],
    [acknowledged, 'steady'],
    [returned, 'hollow'],
  ] as const) {
    const priority = PRIORITIES.find((p) => (counts[p - 1] ?? 0) > 0);
    if (priority !== undefined) return { priority, look };
  }
  return undefined;
}

/** Key of a zone's counts; what has no zone yet has its own. */
export const zoneKey = ({ zone, site }: { zone: ZoneId | null; site: SiteId | null }): string =>
  `${site ?? ''}/${zone ?? ''}`;
