import { parsePlaybook } from '../../../domain/playbooks/cacao/cacao';
import type { Finding } from '../../../domain/playbooks/cacao/finding';
import { lintHere } from '../../../domain/playbooks/lint';
import { verifySignature } from '../../../domain/playbooks/cacao/signature';
import { definePreparedCommand } from '../../access/command';
import { widestSubject } from '../../access/widest-subject';
import { playbookText } from './import-playbook';
import { PLAYBOOK_CRYPTO } from './playbook-crypto';

/** Everything that is found in what may be a playbook: its shape, and when that is right, the rest. */
export function findingsIn(text: string): Finding[] {
  const reading = parsePlaybook(text);
  if ('findings' in reading) return reading.findings;
  const { playbook } = reading;
  const signatures = (playbook.signatures ?? []).flatMap((signature, i): Finding[] => {
    const verdict = verifySignature(playbook, signature, PLAYBOOK_CRYPTO);
    if (verdict === 'valid') return [];
    const message =
      verdict === 'invalid'
        ? 'Is not a signature of this content by this key.'
        : 'Cannot be checked here: only Ed25519 with a public key is.';
    return [{ rule: 'signature', level: 'warning', path: `/signatures/${i}`, message }];
  });
  return [...lintHere(playbook), ...signatures];
}

/** Tells what is wrong with a playbook; keeps nothing. */
export const lintPlaybookHere = definePreparedCommand<{ text: string }, Finding[], Finding[]>({
  name: 'playbook.lint',
  action: 'playbook.lint',
  schema: playbookText,
  subject: (_tx, _input, context) => widestSubject(context, 'playbook.lint'),
  prepare: async ({ text }) => findingsIn(text),
  run: async (_tx, _input, _context, findings) => ({ result: findings, audit: [] }),
});
