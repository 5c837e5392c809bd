import { eventType, EVENT_TYPES } from '../../domain/security/catalogue';
import type { EventType } from '../../domain/security/event-type';
import type { Finding, FindingField } from '../../domain/security/finding';
import { EVENT_SEVERITIES } from '../../domain/security/severity';
import { findingOfThinEdge, LOG_RECORD_TYPE } from '../../domain/security/thin-edge-report';
import { MAIN_DEVICE } from '../../domain/plant/entity';
import type { InboxRow } from '../storage/detection-inbox-store';
import type { EventSample } from '../storage/schema/security-event';
import type { Observation } from './observation';
import { placeOf, type PlantReader } from './place';
import { UNKNOWN_TYPE } from './unknown-type';

/** What of a raw record is kept; lines are cut to this before anybody reads them. */
const MOST_TEXT = 8_192;
const MOST_FIELDS = 40;
const MOST_KEY = 200;

type Members = Readonly<Record<string, unknown>>;

/** Names the state of channel a that a report is about. */
export const originOf = ({ topicId, type }: Pick<InboxRow, 'topicId' | 'type'>): string =>
  `${topicId}/${type}`;

/** What a report says; nothing where it says nothing of security, or only that a state ended. */
export function observationsOf(report: InboxRow, plant: PlantReader): Observation[] {
  switch (report.kind) {
    case 'event':
      return found(report, plant, 'e');
    case 'state':
      return found(report, plant, 'a');
    case 'state-cleared':
    case 'state-doubted':
      return [];
    case 'storm':
      return [observed(report, plant, EVENT_TYPES['gw.event_storm'], stormOf(report))];
    case 'own':
      return ownOf(report, plant);
  }
}

function found(report: InboxRow, plant: PlantReader, channel: 'a' | 'e'): Observation[] {
  const body = membersOf(report.body);
  const own = channel === 'a' ? membersOf(body['fields']) : body;
  // An alarm is cleared by its topic's name, but may be called otherwise in its payload.
  const name = channel === 'a' && typeof body['type'] === 'string' ? body['type'] : report.type;
  const reading = findingOfThinEdge(channel, name, report.text, own);
  if (reading === 'nothing') return [];
  if (reading === 'unknown') return isMeant(report, body) ? [unknown(report, plant, name, body)] : [];
  const type = eventType(reading.type);
  return type === undefined ? [] : [observed(report, plant, type, reading)];
}

/** Lines of logs and alarms are meant to be understood; what else a gateway tells as an event is its own matter. */
const isMeant = (report: InboxRow, body: Members): boolean =>
  report.kind === 'state' || report.type === LOG_RECORD_TYPE || typeof body['line'] === 'string';

function unknown(report: InboxRow, plant: PlantReader, name: string, body: Members): Observation {
  const program = typeof body['program'] === 'string' ? body['program'] : undefined;
  const who = clean(report.kind === 'state' ? `alarm ${name}` : (program ?? 'unnamed'), 64);
  return observed(report, plant, UNKNOWN_TYPE, {
    fields: report.kind === 'state' ? { alarm: name, severity: report.severity } : { program: who },
    text: lineOf(report, body),
    key: who,
    source: who,
    ends: false,
  });
}

/** How many events a storm's record is about, and the first of them. */
function stormOf(report: InboxRow): Told {
  const count = membersOf(report.body)['count'];
  const more = typeof count === 'number' ? count : 1;
  return {
    fields: {},
    text: 'More events in a minute than are kept one by one',
    key: '',
    source: 'zonewatch',
    ends: false,
    count: Math.max(1, more),
  };
}

function ownOf(report: InboxRow, plant: PlantReader): Observation[] {
  const type = eventType(report.type);
  if (type === undefined) return [];
  const { fields, key, severity, source, count, ends } = membersOf(report.body);
  const told: Told = {
    fields: fieldsOf(fields),
    text: report.text,
    key: typeof key === 'string' ? key : '',
    source: typeof source === 'string' ? source : 'broker',
    severity: EVENT_SEVERITIES.find((one) => one === severity),
    ends: ends === true,
    count: typeof count === 'number' ? Math.max(1, count) : 1,
  };
  return [observed(report, plant, type, told)];
}

export type Told = Omit<Finding, 'type'> & { count?: number };

/** Everything that goes into the database or before somebody's eyes is cleaned and cut here, whoever wrote it. */
export function observed(report: InboxRow, plant: PlantReader, type: EventType, told: Told): Observation {
  return {
    type,
    place: placeOf(plant, report.gateway, report.topicId),
    key: keyOf(report, plant, told.key),
    source: clean(told.source, 100),
    text: clean(told.text, 500),
    fields: fieldsOf(told.fields),
    severity: told.severity,
    ends: told.ends,
    count: told.count ?? 1,
    at: report.receivedAt,
    sourceTime: report.sourceTime ?? undefined,
    historical: report.historical,
    origin: report.kind === 'state' ? originOf(report) : null,
    sample: report.kind === 'own' ? undefined : sampleOf(report),
  };
}

/** Devices and services behind a gateway that are no drives have rows of their own. */
function keyOf({ gateway, topicId, kind }: InboxRow, plant: PlantReader, key: string): string {
  const isItsOwn =
    kind !== 'state' || topicId === MAIN_DEVICE || gateway === null || plant.driveByEntity(gateway, topicId);
  return clean(isItsOwn ? key : `${topicId} ${key}`.trim(), MOST_KEY);
}

function sampleOf(report: InboxRow): EventSample {
  const body = membersOf(report.body);
  const isSmall = JSON.stringify(report.body).length <= MOST_TEXT;
  return {
    at: report.receivedAt,
    text: clean(lineOf(report, body), MOST_TEXT),
    body: isSmall && typeof body['line'] !== 'string' ? report.body : null,
  };
}

const lineOf = (report: InboxRow, body: Members): string =>
  typeof body['line'] === 'string' ? body['line'] : report.text;

function fieldsOf(value: unknown): Observation['fields'] {
  return Object.fromEntries(
    Object.entries(membersOf(value))
      .filter((entry): entry is [string, FindingField] => isField(entry[1]))
      .slice(0, MOST_FIELDS)
      .map(([name, field]) => [clean(name, 64), typeof field === 'string' ? clean(field, 500) : field]),
  );
}

const isField = (value: unknown): value is FindingField =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Text that the database takes: no NUL and no half of a character, of bounded length. */
const clean = (text: string, most: number): string =>
  text.slice(0, most).toWellFormed().replaceAll('\u0000', '\uFFFD');
