import { OUR_CLOCK, timeline, type Happening, type Placed } from '$lib/domain/incidents/timeline';
import type { Instant } from '$lib/domain/time';
import type { AlarmView } from '$lib/protocol/alarms';
import type { IncidentEntry, IncidentLink } from '$lib/protocol/incidents';
import type { SecurityEventView } from '$lib/protocol/security-events';
import { alarmLink, driveLink, eventLink, gatewayLink, runLink } from '../links';
import { entryText } from './entry-text';
import { nameOf, type Names } from './incident-words';

/** What a line of the timeline is about: the drives' process, security, the way of data, people, runs of playbooks, or messages sent. */
export const TIMELINE_KINDS = ['process', 'security', 'system', 'people', 'run', 'sent'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** A line of the timeline: when it was, and what it says. */
export interface TimelineItem extends Omit<Placed<unknown>, 'item'> {
  key: string;
  kind: TimelineKind;
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
}

export interface TimelineFacts {
  entries: readonly IncidentEntry[];
  alarms: readonly AlarmView[];
  events: readonly SecurityEventView[];
  names: Names;
}

type Draft = Omit<TimelineItem, keyof Placed<unknown>> & { when: Happening };

/** Everything that belongs to an incident on one axis, oldest first. */
export function timelineOf(facts: TimelineFacts): TimelineItem[] {
  const drafts = [
    ...facts.alarms.flatMap((alarm) => alarmItems(alarm, facts)),
    ...facts.events.filter((event) => !isTold(event, facts)).map((event) => eventItem(event, facts.entries)),
    ...facts.entries.flatMap((entry) => entryItem(entry, facts)),
  ];
  return timeline(drafts, ({ when }) => when).map(({ item: { when: _, ...item }, ...placed }) => ({
    ...item,
    ...placed,
  }));
}

const byUs = (receivedAt: Instant): Happening => ({
  receivedAt,
  sourceTime: null,
  clockUncertaintyMs: null,
  clock: OUR_CLOCK,
});

/** A time of the gateway's clock; what it does not say is by ours. */
const clockedBy = (
  said: { sourceTime: Instant | null; clockUncertaintyMs: number | null } | undefined,
  receivedAt: Instant,
  gateway: string | null,
): Happening => ({
  receivedAt,
  sourceTime: said?.sourceTime ?? null,
  clockUncertaintyMs: said?.clockUncertaintyMs ?? null,
  clock: gateway ?? OUR_CLOCK,
});

const NOTHING = {
  until: undefined,
  priority: undefined,
  severity: undefined,
  remark: '',
  href: undefined,
  entry: undefined,
};

/** An alarm raised this soon after its event began tells of the same moment. */
const SAME_MS = 5_000;

/** Whether the line of its alarm says the same already. */
const isTold = (event: SecurityEventView, { alarms }: TimelineFacts): boolean =>
  alarms.some((alarm) => isOf(alarm, event));

const isOf = (alarm: AlarmView, event: SecurityEventView): boolean =>
  (alarm.id === event.alarm || alarm.event === event.id) &&
  Math.abs(alarm.raisedAt - event.firstSeenAt) < SAME_MS;

function alarmItems(alarm: AlarmView, { events, names }: TimelineFacts): Draft[] {
  const { id, kind, priority, drive, gateway } = alarm;
  const event = events.find((one) => isOf(alarm, one));
  const who = drive ?? gateway ?? 'Zonewatch';
  const base = { ...NOTHING, kind, priority, href: alarmLink(id) };
  const raised: Draft = {
    ...base,
    when: clockedBy(alarm, alarm.raisedAt, gateway),
    key: `alarm-${id}`,
    until: alarm.active ? null : (alarm.returnedAt ?? alarm.closedAt ?? null),
    severity: event?.severity,
    text: alarm.text || alarm.title,
    who,
  };
  const items = [raised];
  if (alarm.returnedAt !== null) {
    const text = `Back to normal: ${alarm.title}`;
    items.push({ ...base, when: byUs(alarm.returnedAt), key: `alarm-${id}-returned`, text, who });
  }
  for (const [what, act] of [
    ['acknowledged', alarm.acknowledged],
    ['reset', alarm.reset],
  ] as const) {
    if (act === null) continue;
    items.push({
      ...base,
      when: byUs(act.at),
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
  const times = event.count > 1 ? ` (${event.count} times)` : '';
  return {
    ...NOTHING,
    when: clockedBy(linked, event.firstSeenAt, event.gateway),
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
      when: byUs(entry.at),
      key: `entry-${entry.number}`,
      kind: kindOf(entry),
      text: entryText({ what, at: entry.at }, facts.names),
      remark: entry.reason,
      who: by === null ? 'Zonewatch' : nameOf(facts.names, by),
      href: what.kind === 'run' ? runLink(what.run) : link && linkOf(link),
      entry,
    },
  ];
}

function withoutShown(
  what: IncidentEntry['what'],
  { alarms, events }: TimelineFacts,
): IncidentEntry['what'] | undefined {
  if (what.kind !== 'linked') return what;
  const links = what.links.filter(({ kind, id }) => {
    switch (kind) {
      case 'alarm':
        return !alarms.some((alarm) => alarm.id === id);
      case 'event':
        return !events.some((event) => event.id === id);
      default:
        // Equipment that came with them; it stands in a list of its own.
        return false;
    }
  });
  return links.length === 0 ? undefined : { ...what, links };
}

function kindOf({ what, by }: IncidentEntry): TimelineKind {
  if (what.kind === 'delivered' || what.kind === 'escalated') return 'sent';
  if (what.kind === 'run') return 'run';
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
