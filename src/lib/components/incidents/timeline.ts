import type { Instant } from '$lib/domain/time';
import type { AlarmView } from '$lib/protocol/alarms';
import type { IncidentEntry, IncidentLink } from '$lib/protocol/incidents';
import type { SecurityEventView } from '$lib/protocol/security-events';
import { alarmLink, driveLink, eventLink, gatewayLink } from '../links';
import { entryText } from './entry-text';
import { nameOf, type Names } from './incident-words';

/** What a line of the timeline is about: the drives' process, security, the way of data, people, or messages sent. */
export const TIMELINE_KINDS = ['process', 'security', 'system', 'people', 'sent'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export interface TimelineItem {
  key: string;
  kind: TimelineKind;
  /** Where it stands on the axis: by the device's clock where that and its uncertainty are known, else by ours. */
  at: Instant;
  /** How far `at` may be off; 0 for our own clock. */
  uncertaintyMs: number;
  isDeviceTime: boolean;
  receivedAt: Instant;
  /** End of what lasted; undefined for a moment, `null` while it goes on. */
  until: Instant | null | undefined;
  priority: 1 | 2 | 3 | 4 | undefined;
  severity: SecurityEventView['severity'] | undefined;
  /** What happened; may hold an attacker's text. */
  text: string;
  /** In the actor's own words. */
  remark: string;
  /** Person, or where it comes from. */
  who: string;
  href: string | undefined;
  entry: IncidentEntry | undefined;
  /** Something of another clock lies so close that nobody can say which came first. */
  isOrderUncertain: boolean;
}

export interface TimelineFacts {
  entries: readonly IncidentEntry[];
  alarms: readonly AlarmView[];
  events: readonly SecurityEventView[];
  names: Names;
}

type Draft = Omit<TimelineItem, 'isOrderUncertain'> & {
  /** Whose clock `at` is by; two times of one clock are in order whatever it is off. */
  clock: string;
};

const OURS = 'ours';

/** Everything that belongs to an incident on one axis, oldest first. */
export function timelineOf(facts: TimelineFacts): TimelineItem[] {
  const drafts = [
    ...facts.alarms.flatMap((alarm) => alarmItems(alarm, facts.names)),
    ...facts.events.map((event) => eventItem(event, facts.entries)),
    ...facts.entries.flatMap((entry) => entryItem(entry, facts)),
  ].sort((a, b) => a.at - b.at || a.receivedAt - b.receivedAt || (a.key < b.key ? -1 : 1));
  return drafts.map(({ clock, ...item }, i) => ({
    ...item,
    isOrderUncertain: isOrderUncertain({ clock, ...item }, i, drafts),
  }));
}

/** Whether something of another clock, before or after it, may in truth lie on its other side. */
function isOrderUncertain(one: Draft, i: number, sorted: readonly Draft[]): boolean {
  const touches = (other: Draft): boolean =>
    other.clock !== one.clock && Math.abs(other.at - one.at) < other.uncertaintyMs + one.uncertaintyMs;
  // Only what is near can touch: no clock that is believed is off by more than this.
  const isNear = (other: Draft): boolean => Math.abs(other.at - one.at) < MOST_UNCERTAIN_MS;
  for (let j = i - 1; j >= 0; j -= 1) {
    const other = sorted[j];
    if (other === undefined || !isNear(other)) break;
    if (touches(other)) return true;
  }
  for (let j = i + 1; j < sorted.length; j += 1) {
    const other = sorted[j];
    if (other === undefined || !isNear(other)) break;
    if (touches(other)) return true;
  }
  return false;
}

const MOST_UNCERTAIN_MS = 120_000;

interface Clocked {
  sourceTime: Instant | null;
  clockUncertaintyMs: number | null;
}

/** Device time where it is known how far it may be off; received time, which is certain, else. */
function placed(receivedAt: Instant, { sourceTime, clockUncertaintyMs }: Clocked, device: string) {
  return sourceTime === null || clockUncertaintyMs === null || clockUncertaintyMs > MOST_UNCERTAIN_MS / 2
    ? { at: receivedAt, uncertaintyMs: 0, isDeviceTime: false, receivedAt, clock: OURS }
    : { at: sourceTime, uncertaintyMs: clockUncertaintyMs, isDeviceTime: true, receivedAt, clock: device };
}

const byUs = (at: Instant) => placed(at, { sourceTime: null, clockUncertaintyMs: null }, OURS);

const NOTHING = {
  until: undefined,
  priority: undefined,
  severity: undefined,
  remark: '',
  href: undefined,
  entry: undefined,
};

function alarmItems(alarm: AlarmView, names: Names): Draft[] {
  const { id, kind, priority, drive, gateway } = alarm;
  const who = drive ?? gateway ?? 'Zonewatch';
  const base = { ...NOTHING, kind, priority, href: alarmLink(id) };
  const raised: Draft = {
    ...base,
    ...placed(alarm.raisedAt, alarm, gateway ?? OURS),
    key: `alarm-${id}`,
    until: alarm.active ? null : (alarm.returnedAt ?? alarm.closedAt ?? null),
    text: alarm.text || alarm.title,
    who,
  };
  const items = [raised];
  if (alarm.returnedAt !== null) {
    const text = `Back to normal: ${alarm.title}`;
    items.push({ ...base, ...byUs(alarm.returnedAt), key: `alarm-${id}-returned`, text, who });
  }
  for (const [what, act] of [
    ['acknowledged', alarm.acknowledged],
    ['reset', alarm.reset],
  ] as const) {
    if (act === null) continue;
    items.push({
      ...base,
      ...byUs(act.at),
      kind: 'people',
      key: `alarm-${id}-${what}`,
      text: `Alarm ${what}: ${alarm.title}`,
      remark: act.note,
      who: nameOf(names, act.by),
    });
  }
  return items;
}

/** An event's own row tells no clock of its beginning; the entry that linked it alone does. */
function eventItem(event: SecurityEventView, entries: readonly IncidentEntry[]): Draft {
  const linked = entries.find(
    ({ what }) =>
      what.kind === 'linked' &&
      what.links.length === 1 &&
      what.links.some(({ kind, id }) => kind === 'event' && id === event.id),
  );
  const clock = linked ?? { sourceTime: null, clockUncertaintyMs: null };
  const times = event.count > 1 ? ` (${event.count} times)` : '';
  return {
    ...NOTHING,
    ...placed(event.firstSeenAt, clock, event.gateway ?? OURS),
    key: `event-${event.id}`,
    kind: 'security',
    severity: event.severity,
    until: untilOf(event),
    text: `${event.text || event.title}${times}`,
    who: event.drive ?? event.gateway ?? 'our endpoint',
    href: eventLink(event.id),
  };
}

function untilOf(event: SecurityEventView): Instant | null | undefined {
  if (event.kind === 'state') return event.clearedAt;
  return event.count > 1 ? event.lastSeenAt : undefined;
}

/** What people and the program did. Of links that the program made, those stand there already that are shown. */
function entryItem(entry: IncidentEntry, facts: TimelineFacts): Draft[] {
  const { by } = entry;
  const what = by === null ? withoutShown(entry.what, facts) : entry.what;
  if (what === undefined) return [];
  const link = what.kind === 'linked' && what.links.length === 1 ? what.links[0] : undefined;
  return [
    {
      ...NOTHING,
      ...byUs(entry.at),
      key: `entry-${entry.number}`,
      kind: kindOf(entry),
      text: entryText({ what, at: entry.at }, facts.names),
      remark: entry.reason,
      who: by === null ? 'Zonewatch' : nameOf(facts.names, by),
      href: link && linkOf(link),
      entry,
    },
  ];
}

function withoutShown(
  what: IncidentEntry['what'],
  { alarms, events }: TimelineFacts,
): IncidentEntry['what'] | undefined {
  if (what.kind !== 'linked') return what;
  const links = what.links.filter(
    ({ kind, id }) =>
      !(kind === 'alarm' && alarms.some((alarm) => alarm.id === id)) &&
      !(kind === 'event' && events.some((event) => event.id === id)),
  );
  return links.length === 0 ? undefined : { ...what, links };
}

function kindOf({ what, by }: IncidentEntry): TimelineKind {
  if (what.kind === 'delivered' || what.kind === 'escalated') return 'sent';
  if (by !== null) return 'people';
  return what.kind === 'linked' && what.links.every(({ kind }) => kind === 'event') ? 'security' : 'system';
}

function linkOf(link: IncidentLink): string {
  switch (link.kind) {
    case 'alarm':
      return alarmLink(link.id);
    case 'event':
      return eventLink(link.id);
    case 'drive':
      return driveLink(link.id);
    case 'gateway':
      return gatewayLink(link.id);
  }
}
