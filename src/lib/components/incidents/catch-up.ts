import { PHASE_LABELS } from '$lib/domain/incidents/phase';
import { runLabel } from '$lib/domain/playbooks/label';
import type { Instant } from '$lib/domain/time';
import type { AlarmView } from '$lib/protocol/alarms';
import type { IncidentView } from '$lib/protocol/incidents';
import type { RunView } from '$lib/protocol/runs';
import type { SecurityEventView } from '$lib/protocol/security-events';
import { formatAge, formatSpan } from '$lib/ui/format/age';
import { formatMoment } from '$lib/ui/format/time';
import { visibleText } from '$lib/ui/visible-text';
import { nameOf, type Names } from './incident-words';
import type { TimelineItem } from './timeline';

export interface CatchUpFacts {
  incident: IncidentView;
  /** Oldest first. */
  timeline: readonly TimelineItem[];
  alarms: readonly AlarmView[];
  events: readonly SecurityEventView[];
  /** Runs for it that are not over. */
  runs: readonly RunView[];
  names: Names;
  now: Instant;
  timeZone: string;
}

/** What somebody who comes late has to know, each part as sentences. Written from data alone; no part is ever empty. */
export interface CatchUp {
  began: readonly string[];
  affected: readonly string[];
  done: readonly string[];
  open: readonly string[];
}

/** The parts in the order in which they are read, each with its title. */
export const catchUpParts = ({ began, affected, done, open }: CatchUp) => [
  { title: 'What began', lines: began },
  { title: 'What is affected now', lines: affected },
  { title: 'Who did what', lines: done },
  { title: 'What is open', lines: open },
];

export function catchUp(facts: CatchUpFacts): CatchUp {
  return { began: began(facts), affected: affected(facts), done: done(facts), open: open(facts) };
}

/** Acts that are told one by one; the timeline has all of them. */
const TOLD = 4;
const MOST_TEXT = 140;

const short = (text: string): string => {
  const plain = visibleText(text).trim();
  return plain.length > MOST_TEXT ? `${plain.slice(0, MOST_TEXT - 1)}…` : plain;
};
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function began({ incident, timeline, alarms, events, names, now, timeZone }: CatchUpFacts): string[] {
  const time = (at: Instant) => formatMoment(at, now, timeZone);
  const first = timeline.find(({ kind }) => kind === 'process' || kind === 'security' || kind === 'system');
  const opener =
    incident.rule !== null
      ? `rule ${incident.rule}`
      : incident.openedBy === null
        ? 'Zonewatch'
        : nameOf(names, incident.openedBy);
  const isSeen = first !== undefined && first.entry === undefined;
  const lines: string[] = [];
  if (isSeen) {
    const off = first.uncertaintyMs > 0 ? ` ± ${formatSpan(first.uncertaintyMs)}` : '';
    lines.push(sentence(`${time(first.at)}${off}, ${short(first.who)}: ${short(first.text)}`));
  }
  const after = isSeen ? incident.openedAt - first.at : 0;
  const later = after > 1_000 ? `, ${formatAge(after)} later` : '';
  lines.push(`Opened ${time(incident.openedAt)} by ${opener}${later}.`);
  const parts = [
    incident.alarms > 0 ? count(incident.alarms, 'alarm') : '',
    incident.events > 0 ? count(incident.events, 'kind of event', 'kinds of events') : '',
  ].filter(Boolean);
  if (parts.length > 0) {
    const newest = Math.max(0, ...alarms.map((a) => a.raisedAt), ...events.map((e) => e.lastSeenAt));
    const since = newest > 0 ? `, the newest ${formatAge(now - newest)} ago` : '';
    lines.push(`So far ${parts.join(' and ')}${since}.`);
  }
  return lines;
}

function affected({ incident, alarms, events }: CatchUpFacts): string[] {
  const lines: string[] = [];
  const active = alarms.filter((alarm) => alarm.active).sort((a, b) => a.priority - b.priority);
  const [worst] = active;
  if (worst !== undefined) {
    const others =
      active.length > 1
        ? `, the worst: ${short(worst.text || worst.title)}`
        : `: ${short(worst.text || worst.title)}`;
    lines.push(sentence(`${count(active.length, 'alarm')} of ${alarms.length} still active${others}`));
  } else if (alarms.length > 0) lines.push('None of its alarms is active any more.');
  const going = events.filter((event) => event.kind === 'state' && event.clearedAt === null);
  const [state] = going;
  if (state !== undefined) {
    const more = going.length > 1 ? ` and ${going.length - 1} more` : '';
    lines.push(`Still going on: ${short(state.title)}${more}.`);
  }
  const drives = [...new Set([...alarms, ...events].flatMap(({ drive }) => (drive === null ? [] : [drive])))];
  const gateways = [
    ...new Set([...alarms, ...events].flatMap(({ gateway }) => (gateway === null ? [] : [gateway]))),
  ];
  const places = [
    drives.length > 0
      ? `${drives.length === 1 ? 'drive' : 'drives'} ${named(drives)}`
      : incident.drives > 0
        ? count(incident.drives, 'linked drive')
        : '',
    gateways.length > 0 ? `${gateways.length === 1 ? 'gateway' : 'gateways'} ${named(gateways)}` : '',
  ].filter(Boolean);
  if (places.length > 0) lines.push(`It touches ${places.join(' and ')}.`);
  if (lines.length === 0) lines.push('Nothing that is measured is linked to it.');
  return lines;
}

function named(ids: readonly string[]): string {
  const shown = ids.slice(0, 3);
  const more = ids.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function done({ timeline, now, timeZone }: CatchUpFacts): string[] {
  const acts = timeline.filter(
    ({ kind, entry }) => kind === 'people' || (kind === 'run' && entry !== undefined && entry.by !== null),
  );
  if (acts.length === 0) return ['Nobody has done anything yet.'];
  const told = acts.slice(-TOLD);
  const lines = told.map(({ at, who, text, remark }) =>
    sentence(
      `${formatMoment(at, now, timeZone)} ${short(who)}: ${short(text)}${remark === '' ? '' : ` (“${short(remark)}”)`}`,
    ),
  );
  return acts.length > told.length
    ? [`${count(acts.length - told.length, 'act')} before that.`, ...lines]
    : lines;
}

function open({ incident, alarms, runs, names, now, timeZone }: CatchUpFacts): string[] {
  const { acknowledged, claim, assignee, processOwner, escalatesAt, closedAt, phase } = incident;
  const time = (at: Instant) => formatMoment(at, now, timeZone);
  if (closedAt !== null) return [`Nothing: ${PHASE_LABELS[phase].toLowerCase()} since ${time(closedAt)}.`];
  const lines: string[] = [];
  if (acknowledged === null) {
    lines.push(
      escalatesAt === null
        ? 'Nobody has acknowledged it.'
        : `Nobody has acknowledged it; it goes to the next role at ${time(escalatesAt)}.`,
    );
  }
  if (assignee === null) lines.push('Nobody is assigned.');
  else if (claim === null) lines.push(`${nameOf(names, assignee)} is assigned, nobody works on it just now.`);
  if (claim !== null) lines.push(`${nameOf(names, claim.by)} works on it until ${time(claim.until)}.`);
  if (processOwner === null) lines.push('No process owner has been named.');
  for (const run of runs) {
    const step = run.current === null ? '' : `, at ${short(run.current.name)}`;
    lines.push(`${runLabel(run.id)} is ${run.status}${step}.`);
  }
  const waiting = alarms.filter((alarm) => !alarm.acked && alarm.closedAt === null).length;
  if (waiting > 0) lines.push(`${count(waiting, 'alarm')} not acknowledged.`);
  lines.push(`Its phase is ${PHASE_LABELS[phase].toLowerCase()}; it is not closed.`);
  return lines;
}
