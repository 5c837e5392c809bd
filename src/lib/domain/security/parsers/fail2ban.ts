import { isAddress, plainAddress } from '../address';
import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { Words } from './words';

const LEVELS = new Set(['INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'DEBUG']);

/** `NOTICE  [sshd] Ban 192.0.2.9`: what stands behind the process number. */
export function readFail2ban(text: string): Reading {
  const words = new Words(text);
  const first = words.next();
  const jail = LEVELS.has(first) ? words.next() : first;
  if (!jail.startsWith('[') || !jail.endsWith(']')) return LEVELS.has(first) ? 'nothing' : 'unknown';
  // `Restore Ban` repeats after a restart what was told before; `Found` is the login's own line once more.
  const verb = words.next();
  if (['Restore', 'Unban', 'Found', 'Increase', 'Ignore'].includes(verb)) return 'nothing';
  const src = plainAddress(words.next());
  if (verb !== 'Ban') return /^\d/.test(verb) || src === 'already' ? 'nothing' : 'unknown';
  if (!isAddress(src)) return 'unknown';
  const name = visibleText(jail.slice(1, -1), MAX_NAME);
  return finding('fail2ban', 'auth.ban', `${src} banned (${name})`, { src, jail: name });
}
