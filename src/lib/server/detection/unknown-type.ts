import type { EventType } from '../../domain/security/event-type';
import { DAY_MS } from '../../domain/time';

/** Records that nobody understands: kept raw and counted per gateway and program, never guessed at. */
export const UNKNOWN_TYPE: EventType = {
  id: 'unknown',
  title: 'Records that are not understood',
  kind: 'moment',
  severity: 'info',
  response: 'none',
  actsFrom: undefined,
  priority: undefined,
  incidentRule: undefined,
  judgedBy: 'report',
  aggregate: { by: ['program'], windowMs: DAY_MS },
  alarmBy: [],
  clears: { by: 'itself' },
  attack: [],
  sr: [],
  fr: [],
  ocsf: 1008,
  isOurs: true,
  thinEdge: { channel: 'e', type: 'unknown', severity: undefined },
  syslogSeverity: 6,
  cefSeverity: 1,
  ocsfSeverity: 1,
};
