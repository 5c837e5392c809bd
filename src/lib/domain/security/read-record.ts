import type { LogRecord, Reading } from './finding';

/** What a forwarded record means. Pure, in time linear to the record's length, and never throws. */
export function readRecord(record: LogRecord): Reading {
  return record.line === '' && record.json === undefined ? 'nothing' : 'unknown';
}
