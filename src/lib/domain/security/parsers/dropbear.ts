import { isAddress, plainAddress } from '../address';
import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { between, wholeNumber } from './words';

const HARMLESS = [
  'Child connection from ',
  'Exit (',
  'Exit before auth:',
  'Early exit',
  'Not backgrounding',
  'Running in background',
  'Terminated by signal',
  'Failed loading ',
] as const;

/** The SSH server of OpenWrt and RutOS. */
export function readDropbear(message: string): Reading {
  const text = message.trimEnd();
  if (/^[Bb]ad (?:PAM )?password attempt for '/.test(text)) return badPassword(text);
  if (/^[Ll]ogin attempt for nonexistent user/.test(text)) return nonexistentUser(text);
  if (/^(?:Password|Pubkey|PAM password) auth succeeded for '/.test(text)) return loggedIn(text);
  if (text.startsWith('Exit before auth from <')) return exitBeforeAuth(text);
  return HARMLESS.some((start) => text.startsWith(start)) ? 'nothing' : 'unknown';
}

/** `Bad password attempt for 'root' from 192.0.2.9:38754`; the name may hold another `' from `. */
function badPassword(text: string): Reading {
  const end = text.lastIndexOf("' from ");
  if (end === -1) return 'unknown';
  const user = text.slice(text.indexOf("'") + 1, end);
  return failure(text.slice(end + "' from ".length), user, 'password');
}

/** `Login attempt for nonexistent user from 192.0.2.9:38760`: no name is told. */
function nonexistentUser(text: string): Reading {
  const mark = text.lastIndexOf(' from ');
  return mark === -1 ? 'unknown' : failure(text.slice(mark + ' from '.length), '', undefined);
}

function failure(peer: string, written: string, method: string | undefined): Reading {
  const { src, spt } = endpoint(peer);
  const user = visibleText(written, MAX_NAME);
  const whom = user === '' ? 'an unknown user' : `'${user}'`;
  return finding('dropbear', 'auth.ssh_failed', `SSH login failed for ${whom} from ${src ?? 'somewhere'}`, {
    src,
    spt,
    user,
    method,
  });
}

/** `Pubkey auth succeeded for 'svc' with ssh-ed25519 key SHA256:... from 192.0.2.77:8755` */
function loggedIn(text: string): Reading {
  const mark = text.lastIndexOf(' from ');
  const user = between(text, "'", "'");
  if (mark === -1 || user === undefined) return 'unknown';
  const { src, spt } = endpoint(text.slice(mark + ' from '.length));
  const method = text.startsWith('Pubkey') ? 'publickey' : 'password';
  const shown = visibleText(user, MAX_NAME);
  return finding(
    'dropbear',
    'auth.ssh_success',
    `SSH login of '${shown}' from ${src ?? 'somewhere'} by ${method}`,
    {
      src,
      spt,
      user: shown,
      method,
    },
  );
}

/** `Exit before auth from <192.0.2.9:38754>: (user 'root', 10 fails): ...`: each failure had its own line. */
function exitBeforeAuth(text: string): Reading {
  const { src, spt } = endpoint(between(text, '<', '>') ?? '');
  return finding(
    'dropbear',
    'auth.ssh_probe',
    `SSH connection ended before login from ${src ?? 'somewhere'}`,
    {
      src,
      spt,
      fails: wholeNumber(between(text, "', ", ' fails')),
    },
  );
}

/** `192.0.2.9:38754`: the port is behind the last colon, as IPv6 has colons too. */
function endpoint(written: string): { src: string | undefined; spt: number | undefined } {
  const colon = written.lastIndexOf(':');
  if (colon === -1) return { src: undefined, spt: undefined };
  const src = plainAddress(written.slice(0, colon));
  return { src: isAddress(src) ? src : undefined, spt: wholeNumber(written.slice(colon + 1)) };
}
