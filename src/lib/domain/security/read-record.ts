import type { LogRecord, Reading } from './finding';
import { programName, splitHeader } from './log-header';
import { isRecord, list, parseRecord, text, type JsonRecord } from './parsers/json-values';
import { isKeylime, readKeylime } from './parsers/keylime';
import { isMender, readMender } from './parsers/mender';
import { parserOf, readNameless } from './parsers/programs';
import { readRaucRecord } from './parsers/rauc';
import { isRaucStatus, readRaucStatus } from './parsers/rauc-status';
import { readSuricata } from './parsers/suricata';
import { isSwupdate, readSwupdate } from './parsers/swupdate';
import { cutLine, MAX_LINE_BYTES } from './visible-text';

/**
 * What a forwarded record means. Pure, in time linear to the record's length, and it never throws: whatever
 * stands in a log was chosen by somebody, perhaps to be misread. What is not understood is `unknown`, to be kept
 * raw and counted, and is never guessed at.
 */
export function readRecord(record: LogRecord): Reading {
  const line = cutLine(record.line);
  const json = isRecord(record.json) ? record.json : parseRecord(line);
  if (json !== undefined) return readJson(json, record.program);
  return line.trim() === '' ? 'nothing' : readLine(line, record.program);
}

function readLine(line: string, program: string | undefined): Reading {
  const given = program === undefined ? '' : programName(program);
  const header = splitHeader(line, (name) => parserOf(name) !== undefined);
  const name = given === '' ? header.program : given;
  if (name === '') return readNameless(header.text);
  return parserOf(name)?.(header.text, name) ?? 'unknown';
}

function readJson(json: JsonRecord, program: string | undefined): Reading {
  const rauc = readRaucRecord(json);
  if (rauc !== undefined) return rauc;
  if (text(json, 'event_type') !== undefined) return readSuricata(json);
  if (isRaucStatus(json)) return readRaucStatus(json);
  const message = messageOf(json);
  if (message !== undefined) {
    if (isPretended(json)) return 'unknown';
    return readLine(message, text(json, 'SYSLOG_IDENTIFIER') ?? text(json, '_COMM') ?? program);
  }
  const writer = program === undefined ? '' : programName(program);
  if (isKeylime(json)) return readKeylime(json);
  if (isSwupdate(json, writer)) return readSwupdate(json);
  return isMender(json, writer) ? readMender(json) : 'unknown';
}

/**
 * Whether a record of the journal pretends to be of somebody else. Its writer chooses the identifier; the members
 * that begin with an underscore are the journal's own.
 */
function isPretended(json: JsonRecord): boolean {
  const transport = text(json, '_TRANSPORT');
  const isKernel = text(json, 'SYSLOG_IDENTIFIER') === 'kernel';
  return text(json, '_COMM') === 'logger' || (isKernel && transport !== undefined && transport !== 'kernel');
}

/** The message of a journal's record; one that is no UTF-8 is a list of its bytes there. */
function messageOf(json: JsonRecord): string | undefined {
  const message = text(json, 'MESSAGE');
  if (message !== undefined) return cutLine(message);
  const bytes = list(json, 'MESSAGE').slice(0, MAX_LINE_BYTES);
  if (bytes.length === 0 || !bytes.every(isByte)) return undefined;
  return cutLine(bytes.map((byte) => String.fromCharCode(byte)).join(''));
}

const isByte = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
