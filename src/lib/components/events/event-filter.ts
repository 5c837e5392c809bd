import { EVENT_SEVERITIES } from '$lib/domain/security/severity';
import { DAY_MS, HOUR_MS, type Instant } from '$lib/domain/time';
import type { QueryValue } from '$lib/live/api';
import type { SecurityEventView } from '$lib/protocol/security-events';

/** How far back the list reaches, by when an event was last seen. */
export const EVENT_RANGES = {
  '1h': { label: 'last hour', ms: HOUR_MS },
  '8h': { label: 'last 8 h', ms: 8 * HOUR_MS },
  '24h': { label: 'last 24 h', ms: DAY_MS },
  '7d': { label: 'last 7 days', ms: 7 * DAY_MS },
  '30d': { label: 'last 30 days', ms: 30 * DAY_MS },
} as const satisfies Record<string, { label: string; ms: number }>;
export type EventRange = keyof typeof EVENT_RANGES;

export const EVENT_RESPONSES = { act: 'act: a person now', review: 'review', none: 'none' } as const;
export const EVENT_STATES = {
  open: 'still going on',
  closed: 'over',
  'to-review': 'waits for review',
  reviewed: 'reviewed',
} as const;

/** What the event list is narrowed to, all of it in the address; '' is any. */
export interface EventFilter {
  site: string;
  zone: string;
  gateway: string;
  type: string;
  severity: string;
  response: string;
  state: string;
  text: string;
  range: EventRange;
  /** A stretch of time instead of a range, as ISO moments. */
  from: string;
  to: string;
  /** Where an older page begins. */
  cursor: string;
}

const MOST_TEXT = 200;
const FREE = ['site', 'zone', 'gateway', 'type', 'text', 'cursor'] as const;
const CHOICES = {
  severity: EVENT_SEVERITIES as readonly string[],
  response: Object.keys(EVENT_RESPONSES),
  state: Object.keys(EVENT_STATES),
};

/** Reads a filter from an address; what cannot be understood counts as not given. */
export function eventFilterOf(query: URLSearchParams): EventFilter {
  const free = (name: string): string =>
    (query.get(name) ?? '').replaceAll('\0', '').trim().slice(0, MOST_TEXT);
  const choice = (name: keyof typeof CHOICES): string => {
    const given = query.get(name) ?? '';
    return CHOICES[name].includes(given) ? given : '';
  };
  const moment = (name: string): string => {
    const at = Date.parse(query.get(name) ?? '');
    return Number.isNaN(at) ? '' : new Date(at).toISOString();
  };
  const range = query.get('range') ?? '';
  return {
    ...(Object.fromEntries(FREE.map((name) => [name, free(name)])) as Record<(typeof FREE)[number], string>),
    severity: choice('severity'),
    response: choice('response'),
    state: choice('state'),
    range: Object.hasOwn(EVENT_RANGES, range) ? (range as EventRange) : '24h',
    from: moment('from'),
    to: moment('to'),
  };
}

/** The filter as an address of the page; what is as it would be anyhow is left out. */
export function eventQuery(filter: EventFilter, change: Partial<EventFilter> = {}): string {
  const query = new URLSearchParams();
  // Another filter begins at its newest again.
  for (const [name, value] of Object.entries({ ...filter, cursor: '', ...change })) {
    if (value !== '' && !(name === 'range' && value === '24h')) query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '/events' : `/events?${text}`;
}

/** The stretch of time in which events were last seen; an end only where one was given. */
export function edgesOf(
  { range, from, to }: EventFilter,
  now: Instant,
): { from: Instant; to: Instant | undefined } {
  return {
    from: from === '' ? (to === '' ? now : Date.parse(to)) - EVENT_RANGES[range].ms : Date.parse(from),
    to: to === '' ? undefined : Date.parse(to),
  };
}

/** What still goes on or waits for somebody is asked for whatever its age, unless a time was given. */
const isAgeless = ({ state, from, to }: EventFilter): boolean =>
  (state === 'open' || state === 'to-review') && from === '' && to === '';

/** The filter as the API takes it. */
export function apiQuery(filter: EventFilter, now: Instant): Record<string, QueryValue> {
  const { site, zone, gateway, type, severity, response, state, text, cursor } = filter;
  const edges = edgesOf(filter, now);
  return {
    site,
    zone,
    gateway,
    type,
    severity,
    response,
    state,
    text,
    cursor,
    from: isAgeless(filter) ? '' : new Date(edges.from).toISOString(),
    to: edges.to === undefined ? '' : new Date(edges.to).toISOString(),
  };
}

/** Whether the list goes on by itself: an older page and a time that is over do not. */
export const isLive = ({ cursor, to }: EventFilter): boolean => cursor === '' && to === '';

/** Whether an event that the stream tells of belongs to the list. */
export function fits(event: SecurityEventView, filter: EventFilter, now: Instant): boolean {
  const is = (wanted: string, value: string | null): boolean => wanted === '' || wanted === value;
  const { from, to } = edgesOf(filter, now);
  return (
    is(filter.site, event.site) &&
    is(filter.zone, event.zone) &&
    is(filter.gateway, event.gateway) &&
    isOfType(event.type, filter.type) &&
    is(filter.severity, event.severity) &&
    is(filter.response, event.response) &&
    isInState(event, filter.state) &&
    (event.lastSeenAt >= from || isAgeless(filter)) &&
    (to === undefined || event.lastSeenAt < to) &&
    holdsText(event, filter.text)
  );
}

export const isGoingOn = (event: SecurityEventView): boolean =>
  event.kind === 'state' && event.clearedAt === null;

export const waitsForReview = (event: SecurityEventView): boolean =>
  event.response === 'review' && event.reviewed === null;

function isInState(event: SecurityEventView, state: string): boolean {
  switch (state) {
    case 'open':
      return isGoingOn(event);
    case 'closed':
      return !isGoingOn(event);
    case 'to-review':
      return waitsForReview(event);
    case 'reviewed':
      return event.reviewed !== null;
    default:
      return true;
  }
}

/** A whole type (`net.syn_flood`), or its beginning up to a dot (`net.`). */
const isOfType = (type: string, wanted: string): boolean =>
  wanted === '' || type === wanted || (wanted.endsWith('.') && type.startsWith(wanted));

function holdsText({ text, key, fields }: SecurityEventView, wanted: string): boolean {
  if (wanted === '') return true;
  return `${text} ${key} ${JSON.stringify(fields)}`.toLowerCase().includes(wanted.toLowerCase());
}

/** The newest above; of two at the same moment the one that began later. */
export const newestFirst = (a: SecurityEventView, b: SecurityEventView): number =>
  b.lastSeenAt - a.lastSeenAt || b.id - a.id;
