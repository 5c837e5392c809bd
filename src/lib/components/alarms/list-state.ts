import { PRIORITIES, type Priority } from '$lib/domain/alarms/priority';
import type { AlarmState } from '$lib/protocol/alarms';

/** Tabs of the list, by what has become of an alarm; `active` is everything that is annunciated. */
export const TABS = ['active', 'returned', 'shelved', 'suppressed', 'out-of-service'] as const;
export type Tab = (typeof TABS)[number];

/** How rows are put together; `auto` is one list, and in a flood by cause and area. */
export const GROUPINGS = ['auto', 'none', 'plant', 'cause', 'type'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const SORTS = ['urgency', 'since', 'tag', 'plant', 'priority'] as const;
export type Sort = (typeof SORTS)[number];

/** Columns that may be left out; mark, tag and text always stand. */
export const COLUMNS = ['kind', 'plant', 'zone', 'gateway', 'since', 'age', 'count', 'state'] as const;
export type Column = (typeof COLUMNS)[number];
const DEFAULT_COLUMNS: readonly Column[] = ['kind', 'plant', 'since', 'age', 'state'];

export const KINDS = ['process', 'security', 'system'] as const;
const STATES: readonly AlarmState[] = [
  'unacknowledged',
  'acknowledged',
  'latched-unacknowledged',
  'latched-acknowledged',
  'returned',
];

/** Everything that makes a list of alarms what it is; all of it stands in the address (reference: ux, A29). */
export interface ListState {
  tab: Tab;
  priorities: readonly Priority[];
  state: AlarmState | '';
  kind: (typeof KINDS)[number] | '';
  site: string;
  zone: string;
  gateway: string;
  drive: string;
  definition: string;
  text: string;
  group: Grouping;
  sort: Sort;
  /** Turned round: least urgent, oldest, last of the alphabet first. */
  isReversed: boolean;
  columns: readonly Column[];
  /** The alarm whose details are shown. */
  alarm: number | undefined;
}

export const DEFAULT_LIST: ListState = {
  tab: 'active',
  priorities: [],
  state: '',
  kind: '',
  site: '',
  zone: '',
  gateway: '',
  drive: '',
  definition: '',
  text: '',
  group: 'auto',
  sort: 'urgency',
  isReversed: false,
  columns: DEFAULT_COLUMNS,
  alarm: undefined,
};

const oneOf = <T extends string>(all: readonly T[], value: string | null, fallback: T): T =>
  all.find((one) => one === value) ?? fallback;
const WORDS = ['site', 'zone', 'gateway', 'drive', 'definition', 'text'] as const;
const LONGEST = 100;

/** Reads a list's state from an address; what makes no sense there is left out. */
export function listStateOf(params: URLSearchParams): ListState {
  const word = (name: string) => (params.get(name) ?? '').slice(0, LONGEST);
  const many = <T extends string>(all: readonly T[], name: string): T[] =>
    all.filter((one) => (params.get(name) ?? '').split(',').includes(one));
  const columns = params.has('columns') ? many(COLUMNS, 'columns') : DEFAULT_COLUMNS;
  const alarm = Number(params.get('alarm'));
  return {
    tab: oneOf(TABS, params.get('tab'), DEFAULT_LIST.tab),
    priorities: PRIORITIES.filter((one) => (params.get('priority') ?? '').split(',').includes(String(one))),
    state: oneOf<AlarmState | ''>(STATES, params.get('state'), ''),
    kind: oneOf<ListState['kind']>(KINDS, params.get('kind'), ''),
    site: word('site'),
    zone: word('zone'),
    gateway: word('gateway'),
    drive: word('drive'),
    definition: word('definition'),
    text: word('text'),
    group: oneOf(GROUPINGS, params.get('group'), DEFAULT_LIST.group),
    sort: oneOf(SORTS, params.get('sort'), DEFAULT_LIST.sort),
    isReversed: params.get('order') === 'reversed',
    columns,
    alarm: Number.isSafeInteger(alarm) && alarm > 0 ? alarm : undefined,
  };
}

/** The address of a list in that state, as short as it can be said; without the question mark. */
export function listQuery(state: ListState): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string, fallback = '') => {
    if (value !== fallback) params.set(name, value);
  };
  set('tab', state.tab, DEFAULT_LIST.tab);
  set('priority', state.priorities.join(','));
  set('state', state.state);
  set('kind', state.kind);
  for (const name of WORDS) set(name, state[name]);
  set('group', state.group, DEFAULT_LIST.group);
  set('sort', state.sort, DEFAULT_LIST.sort);
  set('order', state.isReversed ? 'reversed' : '');
  set('columns', state.columns.join(','), DEFAULT_COLUMNS.join(','));
  set('alarm', state.alarm === undefined ? '' : String(state.alarm));
  return params.toString();
}

/** Whether anything is left out of the tab. */
export const isFiltered = (state: ListState): boolean =>
  state.priorities.length > 0 ||
  state.state !== '' ||
  state.kind !== '' ||
  WORDS.some((name) => state[name] !== '');

/** The same tab, order and columns without a filter. */
export const withoutFilter = (state: ListState): ListState => ({
  ...state,
  ...Object.fromEntries(WORDS.map((name) => [name, ''])),
  priorities: [],
  state: '',
  kind: '',
});
