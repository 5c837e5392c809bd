import { readFileSync, statSync, type Stats } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { DomainError } from '../../domain/errors';

/** The operating system's account that PostgreSQL runs as. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
  /** False when the program runs as root, which PostgreSQL refuses to do. */
  isSelf: boolean;
}

/** Accounts without privilege that systems bring along, the best first. */
const UNPRIVILEGED = ['postgres', 'nobody'];

/**
 * Chooses the account: our own, or for root the one that owns the database already, else one of the
 * system's unprivileged ones.
 */
export function chooseAccount(owner: Stats | undefined): Account {
  const self = ownAccount();
  if (self.uid !== 0) return self;
  const accounts = readAccounts();
  const chosen =
    accounts.find((account) => owner !== undefined && owner.uid !== 0 && account.uid === owner.uid) ??
    UNPRIVILEGED.map((name) => accounts.find((account) => account.name === name)).find(Boolean);
  if (chosen === undefined) {
    throw new DomainError(
      'database.unavailable',
      'PostgreSQL does not run as root, and this system has no account "postgres" or "nobody". ' +
        'Start as an ordinary user, or name a PostgreSQL server in DATABASE_URL.',
    );
  }
  return chosen;
}

function ownAccount(): Account {
  try {
    const { username, uid, gid } = userInfo();
    return { name: username, uid, gid, isSelf: true };
  } catch (cause) {
    throw new DomainError(
      'database.unavailable',
      `The account with number ${process.getuid?.() ?? '?'} has no name on this system, which PostgreSQL needs. ` +
        'Give it one in /etc/passwd, or name a PostgreSQL server in DATABASE_URL.',
      { cause },
    );
  }
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid), isSelf: false }));
}

/** Whether every folder on the way to `path` lets `account` pass. */
export function mayEnter(path: string, account: Account): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!mayPass(statSync(folder), account)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayPass(folder: Stats, account: Account): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}
