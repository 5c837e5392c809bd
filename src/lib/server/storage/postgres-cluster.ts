import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '../../domain/errors';
import { chooseAccount, mayEnter, type Account } from './postgres-account';
import { findBinaries, type Binaries } from './postgres-binaries';

/** Owns the schema; only migrations and the cli's repairs use it. */
export const OWNER_ROLE = 'zonewatch_owner';
/** What the running program is, with no right to change the schema or rewrite the audit log. */
export const APPLICATION_ROLE = 'zonewatch_app';
export const DATABASE_NAME = 'zonewatch';

/** Where a database lives: its files, the folder of its socket, its log, and who runs it. */
export interface Cluster {
  account: Account;
  binaries: Binaries;
  home: string;
  data: string;
  run: string;
  log: string;
}

/** Environment of the database's programs: nothing of ours reaches them. */
export const CLUSTER_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Longest path of a unix socket on Linux, without its final zero, less the socket's own name. */
const LONGEST_SOCKET_FOLDER = 107 - '/.s.PGSQL.5432'.length;

/**
 * Finds or makes the database in `directory`: account, folders, files. Making is all or nothing, so that
 * one killed in the middle leaves nothing that looks finished.
 */
export async function prepareCluster(directory: string): Promise<Cluster> {
  mkdirSync(directory, { recursive: true });
  const link = join(directory, 'postgres');
  const account = chooseAccount(existsSync(link) ? statSync(link) : undefined);
  const home = prepareHome(link, account);
  const cluster: Cluster = {
    account,
    binaries: await findBinaries(account),
    home,
    data: join(home, 'data'),
    run: join(home, 'run'),
    log: join(home, 'server.log'),
  };
  makeFolder(cluster.run, account);
  if (!existsSync(join(cluster.data, 'PG_VERSION'))) await initialise(cluster);
  writeAccessRules(cluster);
  return cluster;
}

/** Where the server of a prepared data directory has its socket. */
export const runFolder = (directory: string): string =>
  join(realpathSync(join(directory, 'postgres')), 'run');

/** The folder to name as host in a connection; one too long for a socket is entered by an open handle. */
export const socketFolder = (run: string): string =>
  Buffer.byteLength(run) <= LONGEST_SOCKET_FOLDER ? run : `/proc/self/fd/${openSync(run, 'r')}`;

function prepareHome(link: string, account: Account): string {
  if (account.isSelf || existsSync(link)) {
    makeFolder(link, account);
    return realpathSync(link);
  }
  const directory = realpathSync(join(link, '..'));
  // Our own folder has to let the database's account through; what lies in it keeps its own modes.
  chmodSync(directory, statSync(directory).mode | 0o011);
  if (mayEnter(join(directory, 'postgres'), account)) {
    makeFolder(link, account);
    return realpathSync(link);
  }
  // Root started us inside a private home: the database moves to where its account can go.
  const elsewhere = join(
    '/var/lib/zonewatch',
    createHash('sha256').update(directory).digest('hex').slice(0, 16),
  );
  mkdirSync('/var/lib/zonewatch', { recursive: true });
  makeFolder(elsewhere, account);
  symlinkSync(elsewhere, link);
  return elsewhere;
}

function makeFolder(path: string, account: Account): void {
  if (existsSync(path)) return;
  mkdirSync(path, { mode: 0o700 });
  if (!account.isSelf) chownSync(path, account.uid, account.gid);
}

async function initialise(cluster: Cluster): Promise<void> {
  const fresh = `${cluster.data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const { account, binaries } = cluster;
  const options = ['-D', fresh, '-U', OWNER_ROLE, '--auth-local=peer', '--auth-host=reject'];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await promisify(execFile)(binaries.initdb, [...options, ...locale, '--no-instructions'], {
      cwd: cluster.home,
      env: CLUSTER_ENV,
      ...(account.isSelf ? {} : { uid: account.uid, gid: account.gid }),
    });
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    const detail = `The database could not be made in ${cluster.home}: ${said.split('\n').slice(-3).join(' ')}`;
    throw new DomainError('database.unavailable', detail, { cause });
  }
  renameSync(fresh, cluster.data);
}

/** Only the account itself and whoever runs the program get in, and only by the socket. */
function writeAccessRules(cluster: Cluster): void {
  const people = new Set([cluster.account.name, userInfo().username, 'root']);
  const lines = [...people].flatMap((name) =>
    [OWNER_ROLE, APPLICATION_ROLE].map((role) => `zonewatch "${name}" ${role}`),
  );
  write(cluster, 'pg_hba.conf', 'local all all peer map=zonewatch\n');
  write(cluster, 'pg_ident.conf', `${lines.join('\n')}\n`);
}

function write(cluster: Cluster, name: string, text: string): void {
  const path = join(cluster.data, name);
  writeFileSync(path, text, { mode: 0o600 });
  if (!cluster.account.isSelf) chownSync(path, cluster.account.uid, cluster.account.gid);
}
