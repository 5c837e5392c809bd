import { MINUTE_MS, SECOND_MS } from '../time';
import type { AlarmDefinition } from './definition';

const COMMON = {
  version: 1,
  kind: 'system',
  realarmAfterMs: undefined,
  isHighlyManaged: false,
  isLatching: false,
  onDelayMs: 0,
  offDelayMs: 0,
  causes: [],
  respondWithinMs: 15 * MINUTE_MS,
} as const satisfies Partial<AlarmDefinition>;

/** A gateway that was there is gone: the cause of everything that is not heard of its drives. */
export const GATEWAY_OFFLINE: AlarmDefinition = {
  ...COMMON,
  id: 'gw.offline',
  title: 'Gateway offline',
  priority: 2,
  // Long enough for a gateway to come back by itself after a short break of its line.
  onDelayMs: 10 * SECOND_MS,
  offDelayMs: 15 * SECOND_MS,
  consequence:
    'Nothing is seen of the drives behind the gateway; they run on at their last reference or do what their control timeout says.',
  response: [
    'Ask on site whether the drives behind it run; steer by other values meanwhile.',
    'See whether other gateways of the site are gone too: then it is the network, not the gateway.',
    'Have power and uplink of the gateway checked. What it measured meanwhile arrives when it is back.',
  ],
};

/** Alarms about Zonewatch's own way of data: its gateways, its log, and the way of alarms itself. */
export const SYSTEM_DEFINITIONS: readonly AlarmDefinition[] = [
  GATEWAY_OFFLINE,
  {
    ...COMMON,
    id: 'sys.alarm_path',
    title: 'Alarm path interrupted',
    priority: 1,
    consequence:
      'Messages of gateways do not become alarms: a quiet screen does not mean that the plant is quiet.',
    response: [
      'Watch the plant by other means until this has ended.',
      'See the page of notices and the health of the server: database, broker and detection.',
      'Call whoever runs the server.',
    ],
    respondWithinMs: MINUTE_MS,
  },
  {
    ...COMMON,
    id: 'audit.rollback',
    title: 'Audit log went back',
    priority: 1,
    isLatching: true,
    isHighlyManaged: true,
    consequence:
      'The log in the database is shorter than, or different from, what was signed earlier: entries are missing or were changed. No further checkpoint is signed.',
    response: [
      'Keep database and checkpoints as they are; they are evidence.',
      'Find out whether an older copy of the database was restored, by whom and why.',
      'If nobody did, open an incident: somebody wanted something forgotten.',
    ],
  },
  {
    ...COMMON,
    id: 'audit.fault',
    title: 'Audit log was altered',
    priority: 1,
    isLatching: true,
    isHighlyManaged: true,
    consequence:
      'An entry that stands in the log is not what was written: what it tells cannot be relied upon.',
    response: [
      'Keep database and checkpoints as they are; they are evidence.',
      'Have the log verified by `zonewatch audit verify`, which names the entries.',
      'Open an incident: the database was changed past the program.',
    ],
  },
  {
    ...COMMON,
    id: 'audit.verifier_stopped',
    title: 'Audit log is not being verified',
    priority: 3,
    consequence: 'A change of the log would go unnoticed as long as this lasts.',
    response: ['See the health of the server; have the log verified by `zonewatch audit verify`.'],
    respondWithinMs: 60 * MINUTE_MS,
  },
];
