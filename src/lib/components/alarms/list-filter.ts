import { byUrgency, isWithheld } from '$lib/live/alarm-order';
import type { AlarmView } from '$lib/protocol/alarms';
import { beganAt, tagOf } from './alarm-words';
import type { ListState, Sort, Tab } from './list-state';

/** What a list may say of places that the alarm itself only names. */
export interface PlaceNames {
  site: (id: AlarmView['site']) => string;
  zone: (id: AlarmView['zone']) => string;
  /** Type of the alarm's drive, or what it is of instead. */
  type: (alarm: AlarmView) => string;
}

export function inTab({ state, closedAt }: AlarmView, tab: Tab): boolean {
  if (closedAt !== null) return false;
  switch (tab) {
    case 'active':
      return !isWithheld({ state });
    case 'returned':
      return state === 'returned';
    default:
      return state === tab;
  }
}

/** Whether an alarm belongs to the list as it is filtered. */
export function fits(alarm: AlarmView, list: ListState, names: PlaceNames): boolean {
  return (
    inTab(alarm, list.tab) &&
    (list.priorities.length === 0 || list.priorities.includes(alarm.priority)) &&
    (list.state === '' || alarm.state === list.state) &&
    (list.kind === '' || alarm.kind === list.kind) &&
    (list.site === '' || alarm.site === list.site) &&
    (list.zone === '' || alarm.zone === list.zone) &&
    (list.gateway === '' || alarm.gateway === list.gateway) &&
    (list.drive === '' || alarm.drive === list.drive) &&
    (list.definition === '' || alarm.definition === list.definition) &&
    (list.text === '' || wordsOf(alarm, names).includes(list.text.toLowerCase()))
  );
}

const wordsOf = (alarm: AlarmView, names: PlaceNames): string =>
  `${tagOf(alarm)} ${alarm.title} ${alarm.text} ${names.site(alarm.site)} ${names.zone(alarm.zone)}`.toLowerCase();

type Compare = (a: AlarmView, b: AlarmView) => number;

const ORDERS: Record<Sort, (names: PlaceNames) => Compare> = {
  urgency: () => byUrgency,
  priority: () => (a, b) => a.priority - b.priority,
  since: () => (a, b) => beganAt(b) - beganAt(a),
  tag: () => (a, b) => tagOf(a).localeCompare(tagOf(b), 'en', { numeric: true }),
  plant: (names) => (a, b) => names.site(a.site).localeCompare(names.site(b.site)),
};

/** The order of a list; equals stand by urgency, so that no order is left to chance. */
export function orderOf(
  { sort, isReversed }: Pick<ListState, 'sort' | 'isReversed'>,
  names: PlaceNames,
): Compare {
  const compare = ORDERS[sort](names);
  const way = isReversed ? -1 : 1;
  return (a, b) => way * compare(a, b) || byUrgency(a, b);
}

/** What the API is asked for to fill a tab; its own filters narrow what has to come. */
export function queryOf(list: ListState): Record<string, string> {
  const { tab, priorities, site, zone, gateway, drive, definition, kind, text } = list;
  return {
    state: tab === 'active' || tab === 'returned' ? 'open' : tab,
    priority: priorities.length === 1 ? String(priorities[0]) : '',
    site,
    zone,
    gateway,
    drive,
    definition,
    kind,
    text,
  };
}
