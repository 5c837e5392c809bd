import type { Finding, Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { between, upTo } from './words';

/** What the tools for accounts write, by how it begins; `undefined` where the line tells no change of its own. */
type Rule = readonly [start: string, told: ((rest: string, program: string) => Finding) | undefined];

const RULES: readonly Rule[] = [
  [
    'new user: name=',
    (rest, by) => changed(by, upTo(rest, ','), 'created', { shell: between(rest, 'shell=', ',') }),
  ],
  ["delete user '", (rest, by) => changed(by, upTo(rest, "'"), 'deleted')],
  ["add '", (rest, by) => added(by, rest)],
  ["delete '", (rest, by) => changed(by, upTo(rest, "'"), 'taken out of a group', { group: group(rest) })],
  ["change user '", (rest, by) => changed(by, upTo(rest, "'"), 'changed')],
  ["lock user '", (rest, by) => changed(by, upTo(rest, "'"), 'locked')],
  ["unlock user '", (rest, by) => changed(by, upTo(rest, "'"), 'unlocked')],
  [
    'pam_unix(passwd:chauthtok): password changed for ',
    (rest, by) => changed(by, rest, 'given a new password'),
  ],
  [
    'pam_unix(chpasswd:chauthtok): password changed for ',
    (rest, by) => changed(by, rest, 'given a new password'),
  ],
  ["password for '", (rest, by) => changed(by, upTo(rest, "'"), 'given a new password')],
  ['changed password expiry for ', (rest, by) => changed(by, rest, 'given another expiry of its password')],
  ['user ', (rest, by) => changed(by, upTo(rest, ' '), 'put into a group', { group: group(rest) })],
  // The group of a new user, told beside the user itself.
  ['new group: ', undefined],
  ['group added to ', undefined],
  ['removed group ', undefined],
  ['removed shadow group ', undefined],
  ['failed ', undefined],
  ['pam_unix(passwd:chauthtok): authentication failure', undefined],
];

/** useradd, usermod, userdel, passwd and their like. */
export function readAccountTool(text: string, program: string): Reading {
  const rule = RULES.find(([start]) => text.startsWith(start));
  if (rule === undefined) return 'unknown';
  const [start, told] = rule;
  return told === undefined ? 'nothing' : told(text.slice(start.length).trimEnd(), program);
}

/** `helper' to group 'sudo'`; the same for the shadow group is the same act. */
const added = (by: string, rest: string): Finding =>
  changed(by, upTo(rest, "'"), 'put into a group', { group: group(rest) });

const group = (rest: string): string | undefined =>
  between(rest, "group '", "'") ??
  (rest.includes(' to group ') ? rest.slice(rest.lastIndexOf(' ') + 1) : undefined);

function changed(
  by: string,
  written: string,
  what: string,
  more: { shell?: string | undefined; group?: string | undefined } = {},
): Finding {
  const user = visibleText(written, MAX_NAME);
  const to = more.group === undefined ? '' : ` (${visibleText(more.group, MAX_NAME)})`;
  return finding(by, 'auth.account_change', `Account '${user}' was ${what}${to}`, { user, what, ...more });
}

/** What sudo and su write when somebody may not become root. */
export function readSudo(text: string, program: string): Reading {
  const line = text.trim();
  if (line.startsWith('FAILED SU (to '))
    return refused(program, line.split(') ', 2)[1] ?? '', 'wrong password');
  // PAM's line and sudo's own tell of one attempt: sudo's counts.
  if (line.startsWith('pam_')) return 'nothing';
  const user = upTo(line, ' : ');
  if (user === line || user.includes(' ')) return 'unknown';
  const reason = upTo(line.slice(user.length + ' : '.length), ' ; ');
  if (/^\d{1,4} incorrect password attempt/.test(reason)) return refused(program, user, reason);
  if (
    /^(?:user NOT in sudoers|user NOT authorized|command not allowed|a password is required)/.test(reason)
  ) {
    return refused(program, user, reason);
  }
  return reason.startsWith('TTY=') || reason.startsWith('PWD=') ? 'nothing' : 'unknown';
}

function refused(program: string, written: string, reason: string): Finding {
  const user = visibleText(upTo(written, ' '), MAX_NAME);
  return finding(program, 'auth.sudo_failed', `'${user}' was kept from becoming root: ${reason}`, {
    user,
    reason,
  });
}
