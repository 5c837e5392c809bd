import { isAddress, plainAddress } from '../address';
import type { Finding, Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { between, wholeNumber, Words } from './words';

interface Peer {
  src: string | undefined;
  spt: number | undefined;
}

/** What ends or decorates a session and says nothing about who came in. */
const HARMLESS = [
  'Server listening on ',
  'Received signal ',
  'Received disconnect from ',
  'Disconnected from ',
  'Connection closed by ',
  'Connection reset by ',
  'Connection from ',
  'Starting session',
  'Close session',
  'User child is on pid ',
  // What PAM says of a failure, sshd says again in a line of its own: counted there, once.
  'pam_unix(sshd:',
  'pam_',
  'PAM ',
  'error: PAM: ',
  'error: maximum authentication attempts exceeded',
  'Disconnecting ',
  'Postponed ',
] as const;

/**
 * Handshakes that came to nothing: looking around, or a client too old for us. Where the address stands that is
 * sshd's own word, apart from what the client has chosen; `nowhere` when all of it may be the client's.
 */
const PROBES: readonly (readonly [start: string, address: 'first' | 'last' | 'nowhere'])[] = [
  ['Unable to negotiate with ', 'first'],
  ['fatal: Timeout before authentication for connection from ', 'first'],
  ['fatal: Timeout before authentication for ', 'first'],
  ['Timeout before authentication for connection from ', 'first'],
  ['Timeout before authentication for ', 'first'],
  ['Did not receive identification string from ', 'first'],
  ['banner exchange: Connection from ', 'first'],
  ['ssh_dispatch_run_fatal: Connection from ', 'last'],
  ['Bad protocol version identification ', 'last'],
  ['Magic value check failed ', 'last'],
  ['kex_exchange_identification: ', 'nowhere'],
  ['error: kex_exchange_identification: ', 'nowhere'],
];

/** The server of OpenSSH, as `sshd` or (since 9.8) `sshd-session`. */
export function readSshd(message: string): Reading {
  const text = message.trimEnd();
  if (text.startsWith('Accepted ')) return accepted(text);
  if (text.startsWith('Failed ')) return failed(text);
  if (text.startsWith('Invalid user ') || text.startsWith('Illegal user ')) return invalidUser(text);
  if (text.startsWith('User ') && text.includes(' not allowed because ')) return notAllowed(text);
  if (text.startsWith('refused connect from ')) return refused(text);
  const probed = PROBES.find(([start]) => text.startsWith(start));
  if (probed !== undefined) return probe(text, peerOf(text, ...probed));
  const isBeforeLogin = text.endsWith('[preauth]');
  if (isBeforeLogin && /^(?:Connection (?:closed|reset) by|Disconnected from) /.test(text)) {
    return probe(text, peerAtEnd(text).peer);
  }
  return HARMLESS.some((start) => text.startsWith(start)) ? 'nothing' : 'unknown';
}

/** `Accepted publickey for svc from 192.0.2.77 port 50022 ssh2: ...` */
function accepted(text: string): Reading {
  const { before, peer } = peerAtEnd(text);
  const method = between(text, 'Accepted ', ' for ');
  if (method === undefined || !before.endsWith(' from')) return 'unknown';
  const user = before.slice('Accepted  for '.length + method.length, -' from'.length);
  return finding('sshd', 'auth.ssh_success', `SSH login of ${quoted(user)}${from(peer)} by ${name(method)}`, {
    ...peer,
    user: name(user),
    method: name(method),
  });
}

/**
 * `Failed password for invalid user root from 192.0.2.9 port 51182 ssh2`. The name is the attacker's and may
 * hold another ` from ... port ...`: the true one is the last.
 */
function failed(text: string): Reading {
  const { before, peer } = peerAtEnd(text);
  const method = between(text, 'Failed ', ' for ');
  if (method === undefined || !before.endsWith(' from')) return 'unknown';
  const whom = before.slice('Failed  for '.length + method.length, -' from'.length);
  const isInvalid = whom.startsWith('invalid user ');
  return failure(peer, isInvalid ? whom.slice('invalid user '.length) : whom, { method: name(method) });
}

/** `Invalid user pascal from 192.0.2.9 port 53502`; the name may be empty, the port missing. */
function invalidUser(text: string): Reading {
  const { before, peer } = peerAtEnd(text);
  return before.endsWith(' from')
    ? failure(peer, before.slice('Invalid user '.length, -' from'.length), { reason: 'no such user' })
    : 'unknown';
}

/** `User root from 192.0.2.1 not allowed because not listed in AllowUsers` */
function notAllowed(text: string): Reading {
  const at = text.lastIndexOf(' not allowed because ');
  const whom = text.slice('User '.length, at);
  const split = whom.lastIndexOf(' from ');
  if (split === -1) return 'unknown';
  const peer = { src: address(whom.slice(split + ' from '.length)), spt: undefined };
  return failure(peer, whom.slice(0, split), { reason: text.slice(at + ' not allowed because '.length) });
}

/** `refused connect from example.org (192.0.2.1)`: what the name resolves to stands in the brackets. */
function refused(text: string): Reading {
  const start = text.lastIndexOf('(');
  const src = start === -1 ? undefined : address(text.slice(start + 1).replace(')', ''));
  return probe(text, { src, spt: undefined });
}

function failure(peer: Peer, user: string, more: Readonly<Record<string, string>>): Finding {
  return finding('sshd', 'auth.ssh_failed', `SSH login failed for ${quoted(user)}${from(peer)}`, {
    ...peer,
    user: name(user),
    ...more,
  });
}

const probe = (text: string, peer: Peer): Finding =>
  finding('sshd', 'auth.ssh_probe', `SSH handshake broken off${from(peer)}: ${text}`, { ...peer });

/** `... 192.0.2.9 port 51182 ...`, the last there is, and what stands before the address. */
function peerAtEnd(text: string): { before: string; peer: Peer } {
  const mark = text.lastIndexOf(' port ');
  const head = mark === -1 ? text : text.slice(0, mark);
  const space = head.lastIndexOf(' ');
  const spt = mark === -1 ? undefined : wholeNumber(new Words(text.slice(mark + ' port '.length)).next());
  return { before: head.slice(0, Math.max(space, 0)), peer: { src: address(head.slice(space + 1)), spt } };
}

function peerOf(text: string, start: string, where: 'first' | 'last' | 'nowhere'): Peer {
  if (where === 'last') return peerAtEnd(text).peer;
  return where === 'first' ? peerAtStart(text.slice(start.length)) : { src: undefined, spt: undefined };
}

/** `192.0.2.9 port 51182: ...`, with what the client chose behind it. */
function peerAtStart(text: string): Peer {
  const words = new Words(text);
  const src = address(words.next());
  return { src, spt: words.next() === 'port' ? wholeNumber(words.next().replace(':', '')) : undefined };
}

const address = (word: string): string | undefined => {
  const plain = plainAddress(word);
  return isAddress(plain) ? plain : undefined;
};

const name = (text: string): string => visibleText(text, MAX_NAME);
const quoted = (user: string): string => `'${name(user)}'`;
const from = ({ src }: Peer): string => (src === undefined ? '' : ` from ${src}`);
