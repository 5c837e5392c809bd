import type { AlarmId } from '$lib/domain/ids';
import type { Priority } from '$lib/domain/alarms/priority';
import type { AlarmView } from '$lib/protocol/alarms';
import type { PlaceNames } from './list-filter';
import type { Grouping } from './list-state';

/** One line of the list: an alarm, or the heading of several. */
export type Row =
  | {
      kind: 'alarm';
      key: string;
      alarm: AlarmView;
      /** 1 below the alarm that explains it. */
      depth: 0 | 1;
      /** How many it holds back, and whether they are shown below; undefined when it holds none. */
      held: { count: number; isOpen: boolean } | undefined;
    }
  | {
      kind: 'group';
      key: string;
      title: string;
      note: string;
      /** What the heading stands for, also while it is closed. */
      alarms: readonly AlarmView[];
      worst: Priority;
      isOpen: boolean;
    };

export const alarmKey = (id: AlarmId): string => `alarm/${id}`;

export interface RowRules {
  group: Exclude<Grouping, 'auto'> | 'flood';
  names: PlaceNames;
  /** Keys of headings and causes that are not as they begin: headings begin open, causes and counts closed. */
  turned: ReadonlySet<string>;
  /** What an alarm of the list holds back, as far as it is known. */
  heldBy: (cause: AlarmView) => readonly AlarmView[];
}

/** Rows from alarms that are filtered and in order already. */
export function rowsOf(alarms: readonly AlarmView[], rules: RowRules): Row[] {
  switch (rules.group) {
    case 'none':
      return alarms.flatMap((alarm) => withHeld(alarm, 0, rules));
    case 'plant':
      return grouped(alarms, (alarm) => rules.names.site(alarm.site), rules);
    case 'type':
      return grouped(alarms, rules.names.type, rules);
    case 'cause':
      return byCause(alarms, rules);
    case 'flood':
      return flooded(alarms, rules);
  }
}

function withHeld(alarm: AlarmView, depth: 0 | 1, { turned, heldBy }: RowRules): Row[] {
  const key = alarmKey(alarm.id);
  if (alarm.held === 0) return [{ kind: 'alarm', key, alarm, depth, held: undefined }];
  const isOpen = turned.has(key);
  const children = isOpen ? heldBy(alarm) : [];
  return [
    { kind: 'alarm', key, alarm, depth, held: { count: alarm.held, isOpen } },
    ...children.map((child): Row => ({
      kind: 'alarm',
      key: `${key}/${child.id}`,
      alarm: child,
      depth: 1,
      held: undefined,
    })),
  ];
}

function heading(key: string, title: string, alarms: readonly AlarmView[], isOpen: boolean, note = ''): Row {
  const worst = Math.min(4, ...alarms.map(({ priority }) => priority)) as Priority;
  return { kind: 'group', key, title, note, alarms, worst, isOpen };
}

/** One heading for each name, in the order in which the first of each stands. */
function grouped(alarms: readonly AlarmView[], nameOf: (alarm: AlarmView) => string, rules: RowRules): Row[] {
  const groups = new Map<string, AlarmView[]>();
  for (const alarm of alarms) {
    const name = nameOf(alarm);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [alarm]);
    else group.push(alarm);
  }
  return [...groups].flatMap(([name, members]) => {
    const key = `group/${name}`;
    const isOpen = !rules.turned.has(key);
    const rows = isOpen ? members.flatMap((alarm) => withHeld(alarm, 0, rules)) : [];
    return [heading(key, name, members, isOpen), ...rows];
  });
}

/** What has one cause stands below it; the rest as it is. */
function byCause(alarms: readonly AlarmView[], rules: RowRules): Row[] {
  const listed = new Set(alarms.map(({ id }) => id));
  const children = new Map<AlarmId, AlarmView[]>();
  for (const alarm of alarms) {
    if (alarm.cause === null) continue;
    const list = children.get(alarm.cause);
    if (list === undefined) children.set(alarm.cause, [alarm]);
    else list.push(alarm);
  }
  const told = new Set<AlarmId>();
  return alarms.flatMap((alarm) => {
    const own = children.get(alarm.id) ?? [];
    if (alarm.cause !== null && listed.has(alarm.cause)) return [];
    if (alarm.cause !== null) {
      if (told.has(alarm.cause)) return [];
      told.add(alarm.cause);
      const members = children.get(alarm.cause) ?? [];
      const key = `cause/${alarm.cause}`;
      const isOpen = !rules.turned.has(key);
      const rows = isOpen ? members.flatMap((member) => withHeld(member, 0, rules)) : [];
      return [heading(key, `Held by alarm ${alarm.cause}`, members, isOpen), ...rows];
    }
    return [...withHeld(alarm, 0, rules), ...own.flatMap((child) => withHeld(child, 1, rules))];
  });
}

/**
 * A flood: what came first stands on top, then by cause where one is known and else by area, and the lowest
 * priority is a number (reference: ux, 4.3; alarms, 7.3).
 */
function flooded(alarms: readonly AlarmView[], rules: RowRules): Row[] {
  const first = alarms.filter(({ firstOut, acked }) => firstOut !== 'no' && !acked);
  const pinned = new Set(first.map(({ id }) => id));
  const rest = alarms.filter(({ id }) => !pinned.has(id));
  const low = rest.filter(({ priority }) => priority === 4);
  const known = rest.filter(({ priority, cause, held }) => priority !== 4 && (cause !== null || held > 0));
  const others = rest.filter(({ priority, cause, held }) => priority !== 4 && cause === null && held === 0);
  const lowKey = 'flood/low';
  const isLowOpen = rules.turned.has(lowKey);
  return [
    ...first.flatMap((alarm) => withHeld(alarm, 0, rules)),
    ...byCause(known, rules),
    ...grouped(others, (alarm) => rules.names.site(alarm.site), rules),
    ...(low.length === 0
      ? []
      : [
          heading(lowKey, `${low.length} of the lowest priority`, low, isLowOpen, 'set aside in the flood'),
          ...(isLowOpen ? low.flatMap((alarm) => withHeld(alarm, 0, rules)) : []),
        ]),
  ];
}
