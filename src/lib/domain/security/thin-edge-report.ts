import { byThinEdgeType } from './catalogue';
import type { FindingField, LogRecord, Reading } from './finding';
import { finding } from './make-finding';
import { isRecord, text as textOf, type JsonRecord } from './parsers/json-values';
import { readRecord } from './read-record';
import type { EventSeverity } from './severity';
import { MAX_TEXT, visibleText } from './visible-text';

/**
 * Event type under which a gateway forwards a record of a log: `{"program":"sshd","line":"…"}` for a line, with
 * or without its header (`message` is taken for `line`), or `{"json":{…}}` for a record of the journal or of EVE.
 */
export const LOG_RECORD_TYPE = 'log_record';

/** Most members of a report that are kept as fields. */
const MAX_FIELDS = 24;

/** Members that say something of the report, not of what it is about. */
const NO_FIELDS = new Set(['text', 'time', 'timestamp', 'severity', 'type']);

/** Names of the same thing in other people's reports. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  src_ip: 'src',
  source: 'src',
  dst_ip: 'dst',
  dest_ip: 'dst',
  dst_port: 'dpt',
  dest_port: 'dpt',
  src_port: 'spt',
  username: 'user',
  address: 'register',
};

/** How bad a report is that says so by its name only. */
const SEVERITY_OF_NAME: Readonly<Record<string, EventSeverity>> = {
  certificateExpiresSoon_warn: 'low',
  certificateExpiresSoon_alarm: 'medium',
};

/**
 * What a gateway's own event (`e`) or alarm (`a`) means, by the name of its type; a log record in it is read as
 * one. `body` is what it has besides text, time and severity. How bad it is stays what the catalogue says.
 */
export function findingOfThinEdge(
  _channel: 'a' | 'e',
  type: string,
  text: string,
  body: Readonly<Record<string, unknown>>,
): Reading {
  if (type === LOG_RECORD_TYPE) return readRecord(logRecordOf(text, body));
  const known = byThinEdgeType(type);
  // What a mapper says of itself is a diagnostic.
  if (known === undefined) return type === 'gw.diagnostic' ? 'nothing' : 'unknown';
  return finding('thin-edge', known.id, text === '' ? known.title : text, fieldsOf(body), {
    severity: Object.hasOwn(SEVERITY_OF_NAME, type) ? SEVERITY_OF_NAME[type] : undefined,
  });
}

/** The record in an event's body; a line may stand in its text instead. */
export function logRecordOf(text: string, body: JsonRecord): LogRecord {
  const json = body['json'];
  return {
    program: textOf(body, 'program') ?? textOf(body, 'ident'),
    line: textOf(body, 'line') ?? textOf(body, 'message') ?? text,
    ...(isRecord(json) ? { json } : {}),
  };
}

/** Plain members as they are; a list of plain ones as text; what is nested deeper is left to the raw report. */
function fieldsOf(body: JsonRecord): Record<string, FindingField | undefined> {
  const fields: Record<string, FindingField | undefined> = {};
  for (const key of Object.keys(body).slice(0, MAX_FIELDS)) {
    const name = Object.hasOwn(FIELD_NAMES, key) ? (FIELD_NAMES[key] ?? key) : key;
    if (NO_FIELDS.has(key) || !/^[A-Za-z]\w{0,63}$/.test(name)) continue;
    fields[name] ??= fieldOf(body, key);
  }
  return fields;
}

function fieldOf(body: JsonRecord, key: string): FindingField | undefined {
  const value = body[key];
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    const plain = value.slice(0, 32).filter((item) => typeof item === 'string' || typeof item === 'number');
    return visibleText(plain.join(' '), MAX_TEXT);
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : textOf(body, key);
}
