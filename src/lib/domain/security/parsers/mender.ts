import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_FIELD, MAX_NAME, visibleText } from '../visible-text';
import { text, type JsonRecord } from './json-values';

export const isMender = (of: JsonRecord, program: string): boolean =>
  program.startsWith('mender') && text(of, 'status') !== undefined;

/** The state of a deployment as Mender's client reports it; of the many, those that begin and end it. */
export function readMender(of: JsonRecord): Reading {
  const transaction = visibleText(text(of, 'id') ?? text(of, 'deployment_id') ?? '', MAX_NAME);
  const why = visibleText(text(of, 'substate') ?? text(of, 'reason') ?? '', MAX_FIELD);
  switch (text(of, 'status')) {
    case 'installing':
      return finding('mender', 'update.started', 'Update began', { transaction });
    case 'success':
      return finding('mender', 'update.installed', 'Update installed and running', {
        transaction,
        isRunning: true,
      });
    case 'failure':
      return finding('mender', 'update.failed', why === '' ? 'Update failed' : `Update failed: ${why}`, {
        transaction,
        why,
      });
    default:
      return 'nothing';
  }
}
