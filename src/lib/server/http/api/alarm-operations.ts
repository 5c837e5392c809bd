import { z } from 'zod';
import { ALARM_LISTS, type PlaceInList } from '../../../domain/alarms/lists';
import { TRANSITIONS } from '../../../domain/alarms/journal';
import { PRIORITIES } from '../../../domain/alarms/priority';
import { DomainError } from '../../../domain/errors';
import { alarmId, driveId, gatewayId, siteId, zoneId } from '../../../domain/ids';
import { alarmState, alarmView } from '../../../protocol/alarms';
import { alarmStatistics, listAlarmJournal, listAlarms, readAlarm, type Reader } from '../../alarms/list';
import { csvOf, csvResponse } from '../csv';
import { decodeCursor, encodeCursor, numericCursor, paging, searchMoment, searchText } from './cursor';
import { defineOperation, type OperationContext } from './operation';
import { listOf, momentOf, momentOrNull } from './shapes';

const none = z.object({});
const priority = z.coerce.number().pipe(z.literal(PRIORITIES)).optional();
const format = z.enum(['json', 'csv']).default('json');
const place = {
  site: siteId.optional(),
  zone: zoneId.optional(),
  gateway: gatewayId.optional(),
  drive: driveId.optional(),
};

const readerOf = ({ app, actor }: OperationContext): Reader => ({
  actor,
  plant: app.plant(),
  now: app.clock.now(),
});
const at = (moment: string | undefined) => (moment === undefined ? undefined : Date.parse(moment));

const placeText = ({ bucket, priority: worst, raisedAt, id }: PlaceInList): string =>
  [bucket, worst, raisedAt, id].join(' ');

function placeIn(list: string, cursor: string | undefined): PlaceInList | undefined {
  const text = decodeCursor(list, cursor);
  if (text === undefined) return undefined;
  const [bucket, worst, raisedAt, id, ...rest] = String(text).split(' ').map(Number);
  const numbers = [bucket, worst, raisedAt, id];
  if (rest.length > 0 || !numbers.every((one) => Number.isSafeInteger(one) && Math.abs(one ?? 0) < 8.64e15)) {
    throw new DomainError('input.invalid', undefined, {
      issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
    });
  }
  return { bucket: bucket ?? 0, priority: worst ?? 0, raisedAt: raisedAt ?? 0, id: id ?? 0 };
}

const ALARM_COLUMNS = [
  'id',
  'priority',
  'state',
  'definition',
  'title',
  'text',
  'site',
  'zone',
  'gateway',
  'drive',
  'key',
  'raisedAt',
  'sourceTime',
  'clockUncertaintyMs',
  'returnedAt',
  'count',
  'value',
  'limit',
  'unit',
  'acknowledged',
  'shelved',
  'suppressed',
  'outOfService',
  'incident',
  'closedAt',
] as const;

export const listAllAlarms = defineOperation({
  path: '/alarms',
  summary: 'Alarms that the caller may see, in the list’s own order: unacknowledged, worst, newest first',
  action: 'plant.view',
  params: none,
  query: z.object({
    ...paging,
    ...place,
    state: z.enum(ALARM_LISTS).default('open'),
    priority,
    definition: searchText(100),
    kind: z.enum(['process', 'security', 'system']).optional(),
    text: searchText(100),
    from: searchMoment,
    to: searchMoment,
    format,
  }),
  response: listOf(alarmView),
  async run({ query }, context) {
    const { limit, cursor, state, format: as, from, to, ...filter } = query;
    const list = `alarms ${state}`;
    const { alarms, last } = await context.app.database.read((tx) =>
      listAlarms(
        tx,
        readerOf(context),
        { ...filter, list: state, from: at(from), to: at(to) },
        { limit, after: placeIn(list, cursor) },
      ),
    );
    if (as === 'csv') {
      const rows = alarms.map((alarm) => ({
        ...alarm,
        raisedAt: momentOf(alarm.raisedAt),
        sourceTime: momentOrNull(alarm.sourceTime),
        returnedAt: momentOrNull(alarm.returnedAt),
        closedAt: momentOrNull(alarm.closedAt),
      }));
      return csvResponse('alarms', csvOf(ALARM_COLUMNS, rows));
    }
    return { items: alarms, next: last === undefined ? null : encodeCursor(list, placeText(last)) };
  },
});

const journalLine = z.object({
  id: z.number().int(),
  at: z.number(),
  alarm: alarmId,
  what: z.enum(TRANSITIONS),
  /** State after it. */
  state: alarmState,
  definition: z.string(),
  priority: z.literal(PRIORITIES),
  site: z.string().nullable(),
  zone: z.string().nullable(),
  gateway: z.string().nullable(),
  drive: z.string().nullable(),
  /** Person; null for the program itself. */
  by: z.string().nullable(),
  note: z.string(),
  sourceTime: z.number().nullable(),
});

type Line = Awaited<ReturnType<typeof listAlarmJournal>>['lines'][number];
const orNull = (text: string): string | null => (text === '' ? null : text);

const lineOf = ({ occurrence, site, zone, gateway, drive, ...line }: Line): z.input<typeof journalLine> => ({
  ...line,
  alarm: alarmId.parse(occurrence),
  site: orNull(site),
  zone: orNull(zone),
  gateway: orNull(gateway),
  drive: orNull(drive),
});

export const readOneAlarm = defineOperation({
  path: '/alarms/{id}',
  summary: 'One occurrence of an alarm, and what happened to it, oldest first',
  action: 'plant.view',
  params: z.object({ id: z.coerce.number().pipe(alarmId) }),
  query: none,
  response: z.object({ alarm: alarmView, journal: z.array(journalLine) }),
  async run({ params }, context) {
    const { alarm, journal } = await context.app.database.read((tx) =>
      readAlarm(tx, readerOf(context), params.id),
    );
    return { alarm, journal: journal.map(lineOf) };
  },
});

const JOURNAL_COLUMNS = [
  'id',
  'at',
  'alarm',
  'what',
  'state',
  'priority',
  'definition',
  'site',
  'zone',
  'gateway',
  'drive',
  'by',
  'note',
  'sourceTime',
] as const;

export const listJournal = defineOperation({
  path: '/alarms/journal',
  summary: 'What happened to alarms, by the machine or by people, newest first',
  action: 'plant.view',
  params: none,
  query: z.object({
    ...paging,
    ...place,
    alarm: z.coerce.number().pipe(alarmId).optional(),
    what: z.enum(TRANSITIONS).optional(),
    priority,
    definition: searchText(100),
    by: searchText(100),
    from: searchMoment,
    to: searchMoment,
    format,
  }),
  response: listOf(journalLine),
  async run({ query }, context) {
    const { limit, cursor, alarm, from, to, format: as, ...filter } = query;
    const { lines, next } = await context.app.database.read((tx) =>
      listAlarmJournal(
        tx,
        readerOf(context),
        {
          ...filter,
          occurrence: alarm,
          from: at(from),
          to: at(to),
          before: numericCursor('alarm-journal', cursor),
        },
        limit,
      ),
    );
    const items = lines.map(lineOf);
    if (as === 'csv') {
      const rows = items.map((line) => ({
        ...line,
        at: momentOf(line.at),
        sourceTime: momentOrNull(line.sourceTime),
      }));
      return csvResponse('alarm-journal', csvOf(JOURNAL_COLUMNS, rows));
    }
    return { items, next: next === undefined ? null : encodeCursor('alarm-journal', next) };
  },
});

export const readAlarmStatistics = defineOperation({
  path: '/alarms/statistics',
  summary:
    'How noisy alarms were over the last day: annunciations per ten minutes, and what they do too often',
  action: 'plant.view',
  params: none,
  query: z.object({ site: siteId.optional(), zone: zoneId.optional() }),
  response: z.object({
    buckets: z.array(z.object({ at: z.number(), count: z.number().int() })),
    standing: z.number().int(),
    chattering: z.number().int(),
    fleeting: z.number().int(),
    stale: z.number().int(),
    withheld: z.number().int(),
  }),
  run({ query }, context) {
    return context.app.database.read((tx) => alarmStatistics(tx, readerOf(context), query));
  },
});
