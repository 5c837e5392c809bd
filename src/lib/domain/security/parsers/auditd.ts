import type { Finding, Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { readApparmor } from './apparmor';
import { auditFields } from './audit-fields';
import { suspiciousCommand } from './audit-commands';
import { upTo, wholeNumber } from './words';

/** Record types by the numbers the kernel writes when auditd does not translate them. */
const NUMBERED: Readonly<Record<string, string>> = {
  1114: 'ADD_USER',
  1115: 'DEL_USER',
  1116: 'ADD_GROUP',
  1117: 'DEL_GROUP',
  1108: 'USER_CHAUTHTOK',
  1300: 'SYSCALL',
  1305: 'CONFIG_CHANGE',
  1400: 'AVC',
  1800: 'INTEGRITY_DATA',
  1804: 'INTEGRITY_PCR',
};

const ACCOUNT_RECORDS = new Set([
  'ADD_USER',
  'DEL_USER',
  'USER_CHAUTHTOK',
  'ADD_GROUP',
  'DEL_GROUP',
  'USER_MGMT',
]);

/** Parts of records that are read by their first line, and what other programs tell better. */
const HARMLESS = new Set(
  (
    'BPF CRED_ACQ CRED_DISP CRED_REFR CRYPTO_KEY_USER CRYPTO_SESSION CWD DAEMON_CONFIG DAEMON_RESUME DAEMON_ROTATE ' +
    'EOE EXECVE INTEGRITY_RULE KERN_MODULE LOGIN NETFILTER_CFG PATH PROCTITLE SERVICE_START SERVICE_STOP ' +
    'SOCKADDR SYSTEM_BOOT SYSTEM_RUNLEVEL SYSTEM_SHUTDOWN USER_ACCT USER_AUTH USER_CMD USER_END USER_ERR USER_LOGIN ' +
    'USER_LOGOUT USER_START'
  ).split(' '),
);

/**
 * A record of the kernel's audit, from auditd's log (`type=SYSCALL msg=audit(…): …`), from the kernel's
 * (`audit: type=1400 audit(…): …`) or from the journal (`AVC apparmor=…`).
 */
export function readAudit(message: string): Reading {
  const text = message.startsWith('audit: ') ? message.slice('audit: '.length) : message;
  if (text.startsWith('backlog limit exceeded')) return tamper('records were lost: backlog limit exceeded');
  if (text.startsWith('audit_lost=')) return lost(text);
  const { type, body } = split(text);
  if (type === undefined) return 'unknown';
  // Other records hold what programs and people chose, perhaps to look like a refusal.
  if (type === 'AVC' || type.startsWith('APPARMOR')) return readApparmor(body);
  switch (type) {
    case 'SYSCALL':
      return suspiciousCommand(auditFields(body));
    case 'CONFIG_CHANGE':
      return configChange(body);
    case 'DAEMON_END':
    case 'DAEMON_ABORT':
      return tamper(type === 'DAEMON_END' ? 'the audit daemon was stopped' : 'the audit daemon broke off');
    case 'DAEMON_START':
      return tamper('the audit daemon runs', true);
    case 'INTEGRITY_DATA':
    case 'INTEGRITY_PCR':
      return integrity(auditFields(body));
  }
  if (ACCOUNT_RECORDS.has(type)) return account(type, auditFields(body));
  return HARMLESS.has(type) ? 'nothing' : 'unknown';
}

/** The record's type in words, and what follows `audit(1795167000.123:456): `. */
function split(text: string): { type: string | undefined; body: string } {
  const start = text.startsWith('node=') ? text.slice(text.indexOf(' ') + 1) : text;
  const word = upTo(start, ' ');
  const written = word.startsWith('type=') ? word.slice('type='.length) : word;
  const type = NUMBERED[written] ?? written;
  const mark = start.indexOf('): ');
  const body = mark === -1 ? start.slice(word.length + 1) : start.slice(mark + '): '.length);
  const isType = /^[A-Z][A-Z_]{1,30}$/.test(type);
  return { type: isType && (mark !== -1 || body.includes('=')) ? type : undefined, body };
}

/** Since the state is one for the gateway, whatever is wrong with its audit adds to it. */
const tamper = (what: string, ends = false): Finding =>
  finding('auditd', 'host.audit_tamper', `System audit: ${what}`, { what }, { ends });

function lost(text: string): Reading {
  const count = wholeNumber(upTo(text.slice('audit_lost='.length), ' '));
  return count === undefined || count === 0 ? 'nothing' : tamper(`${count} records were lost`);
}

function configChange(body: string): Reading {
  const fields = auditFields(body);
  // `op=set audit_enabled=0 old=1`, with or without quotes around what was done.
  if (fields.get('audit_enabled') === '0') return tamper('switched off');
  if (fields.get('audit_enabled') !== undefined) {
    return fields.get('old') === '0' ? tamper('switched on again', true) : 'nothing';
  }
  const operation = fields.get('op') ?? '';
  if (operation !== 'remove_rule') return 'nothing';
  const key = visibleText(fields.get('key') ?? '', MAX_NAME);
  return tamper(key === '' ? 'a rule was removed' : `the rule '${key}' was removed`);
}

function account(type: string, fields: ReadonlyMap<string, string>): Reading {
  if (fields.get('res') !== 'success' && fields.get('res') !== '1') return 'nothing';
  const user = visibleText(fields.get('acct') ?? fields.get('id') ?? '', MAX_NAME);
  const operation = visibleText(fields.get('op') ?? type.toLowerCase(), MAX_NAME);
  return finding('auditd', 'auth.account_change', `Account '${user}': ${operation}`, {
    user,
    operation,
    record: type,
    by: fields.get('auid'),
    exe: fields.get('exe'),
  });
}

/** Measured or judged by IMA: `op=appraise_data cause=invalid-hash comm="bash" name="/usr/bin/x"`. */
function integrity(fields: ReadonlyMap<string, string>): Reading {
  const cause = visibleText(fields.get('cause') ?? '', MAX_NAME);
  const name = fields.get('name') ?? '';
  if (cause === '') return 'unknown';
  return finding('auditd', 'host.ima_violation', `IMA: ${cause} at ${name}`, {
    name,
    cause,
    operation: fields.get('op'),
    comm: fields.get('comm'),
  });
}
