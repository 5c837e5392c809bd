import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_FIELD, visibleText } from '../visible-text';
import { text, type JsonRecord } from './json-values';

const SIGNATURE = 'signature verification failed';

/** Whether a record is one of SWUpdate's progress, which it sends to its web page; numbers in it are text. */
export const isSwupdate = (of: JsonRecord, program: string): boolean =>
  ['status', 'message', 'step', 'source'].includes(text(of, 'type') ?? '') &&
  (program === 'swupdate' || (program === '' && Object.keys(of).length <= 6 && isProgress(of)));

const isProgress = (of: JsonRecord): boolean =>
  ['START', 'RUN', 'SUCCESS', 'FAILURE', 'DONE'].includes(text(of, 'status') ?? '') ||
  (text(of, 'type') === 'message' && text(of, 'level') !== undefined);

/** One record of the progress. `DONE` only ends it and says nothing of how: a failure stays one. */
export function readSwupdate(of: JsonRecord): Reading {
  if (text(of, 'type') === 'message') return readSwupdateLine(text(of, 'text') ?? '');
  switch (text(of, 'status')) {
    case 'START':
      return finding('swupdate', 'update.started', 'Update began', {});
    case 'SUCCESS':
      return finding('swupdate', 'update.installed', 'Update installed, waiting for restart', {
        isRunning: false,
      });
    case 'FAILURE':
      return finding('swupdate', 'update.failed', 'Update failed', {});
    default:
      return 'nothing';
  }
}

/** A line of its log: of interest is the one that tells a wrong signature from other failures. */
export function readSwupdateLine(line: string): Reading {
  const why = visibleText(line.trim(), MAX_FIELD);
  return line.toLowerCase().includes(SIGNATURE)
    ? finding('swupdate', 'update.signature_invalid', `Update with a wrong signature: ${why}`, { why })
    : 'nothing';
}
