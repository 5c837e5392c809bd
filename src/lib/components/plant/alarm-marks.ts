import type { DriveId, GatewayId } from '$lib/domain/ids';
import { byUrgency, isUnanswered, isWithheld } from '$lib/live/alarm-order';
import type { WorstMark } from '$lib/live/alarm-totals';
import type { AlarmView } from '$lib/protocol/alarms';

/** The mark of each drive and gateway that has an alarm; of a gateway also by what stands behind it. */
export interface AlarmMarks {
  drives: ReadonlyMap<DriveId, WorstMark>;
  gateways: ReadonlyMap<GatewayId, WorstMark>;
}

export const NO_MARKS: AlarmMarks = { drives: new Map(), gateways: new Map() };

/** What is withheld leaves no mark: the picture shows what waits for people, its count stands in the frame. */
export function marksOf(alarms: Iterable<AlarmView>): AlarmMarks {
  const drives = new Map<DriveId, AlarmView>();
  const gateways = new Map<GatewayId, AlarmView>();
  const keep = <K>(worst: Map<K, AlarmView>, place: K | null, alarm: AlarmView) => {
    if (place === null) return;
    const known = worst.get(place);
    if (known === undefined || byUrgency(alarm, known) < 0) worst.set(place, alarm);
  };
  for (const alarm of alarms) {
    if (isWithheld(alarm)) continue;
    keep(drives, alarm.drive, alarm);
    keep(gateways, alarm.gateway, alarm);
  }
  const marked = <K>(worst: Map<K, AlarmView>) =>
    new Map([...worst].map(([at, alarm]) => [at, markOf(alarm)]));
  return { drives: marked(drives), gateways: marked(gateways) };
}

const markOf = (alarm: AlarmView): WorstMark => ({
  priority: alarm.priority,
  look: isUnanswered(alarm) ? 'flashing' : alarm.state === 'returned' ? 'hollow' : 'steady',
});

/** Drives whose mark is another one than before. */
export function changedMarks(before: AlarmMarks, now: AlarmMarks): DriveId[] {
  const drives = new Set([...before.drives.keys(), ...now.drives.keys()]);
  return [...drives].filter((id) => before.drives.get(id)?.priority !== now.drives.get(id)?.priority);
}
