import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { wholeNumber } from './words';

/** `execve` and `execveat` by the architecture they were called in: the numbers differ. */
const EXECUTE: Readonly<Record<string, ReadonlySet<string>>> = {
  // x86-64
  c000003e: new Set(['59', '322']),
  // aarch64
  c00000b7: new Set(['221', '281']),
  // 32-bit ARM, 32-bit x86
  '40000028': new Set(['11', '387']),
  '40000003': new Set(['11', '358']),
};

/** What has no business on a gateway once it works: tools to look round, to listen, to carry away, to write to drives. */
const TOOLS = new Set(
  (
    'base64 chattr gdb hydra insmod masscan mbpoll medusa modpoll modprobe nc nc.openbsd nc.traditional ncat netcat ' +
    'nmap rmmod socat strace tcpdump telnet tshark xxd'
  ).split(' '),
);

/** Names that administrators give to audit rules for suspicious commands. */
const TELLING_KEYS = ['susp', 'recon', 'sec:'] as const;

/** The user id of processes nobody logged in for. */
const NO_LOGIN = '4294967295';

/**
 * A command that was started: of interest when the rule that recorded it says so, or when it is a tool of
 * attackers in the hands of somebody who logged in. Failed starts are not.
 */
export function suspiciousCommand(fields: ReadonlyMap<string, string>): Reading {
  const arch = fields.get('arch');
  const call = fields.get('syscall');
  if (arch === undefined || call === undefined) return 'unknown';
  if (!(EXECUTE[arch]?.has(call) ?? false) || fields.get('success') !== 'yes') return 'nothing';
  const exe = fields.get('exe') ?? '';
  const comm = fields.get('comm') ?? '';
  const key = fields.get('key') ?? '';
  const login = fields.get('auid') ?? NO_LOGIN;
  const isTold = TELLING_KEYS.some((start) => key.startsWith(start));
  const isTool = TOOLS.has(comm) || TOOLS.has(exe.slice(exe.lastIndexOf('/') + 1));
  if (!isTold && !(isTool && login !== NO_LOGIN && login !== '-1')) return 'nothing';
  const shown = visibleText(exe === '' ? comm : exe, MAX_NAME);
  return finding(
    'auditd',
    'host.audit_exec_suspicious',
    `Command ${shown} by user ${visibleText(login, 12)}`,
    {
      exe,
      comm: visibleText(comm, MAX_NAME),
      auid: wholeNumber(login) ?? visibleText(login, 12),
      uid: wholeNumber(fields.get('uid')),
      rule: visibleText(key, MAX_NAME),
    },
  );
}
