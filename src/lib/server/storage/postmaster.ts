import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { CLUSTER_ENV, type Cluster } from './postgres-cluster';

/** A running PostgreSQL server process: started by us, or found running and taken over. */
export interface Postmaster {
  readonly pid: number;
  readonly adopted: boolean;
  /** Resolves when the process has ended, whoever ended it. */
  readonly exited: Promise<void>;
}

/** Server settings; on the command line, so that they are those of this program's version. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  // Seen from the data folder, in which the server works: a socket's whole path may not be long.
  unix_socket_directories: '../run',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  io_method: 'sync',
  max_wal_size: '1GB',
  wal_compression: 'on',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  // What is refused is said to whoever asked; the log is for the server's own trouble.
  log_min_error_statement: 'panic',
};

const LOG_LIMIT_BYTES = 4 * 1024 * 1024;
const ADOPTED_POLL_MS = 250;

/** Starts a server on the cluster. It outlives a crash of this program; the next start takes it over. */
export function startPostmaster(cluster: Cluster, settings: Readonly<Record<string, string>>): Postmaster {
  if (existsSync(cluster.log) && statSync(cluster.log).size > LOG_LIMIT_BYTES) {
    renameSync(cluster.log, `${cluster.log}.1`);
  }
  const log = openSync(cluster.log, 'a', 0o600);
  const options = Object.entries({ ...SETTINGS, ...settings });
  const child = spawn(
    cluster.binaries.postgres,
    ['-D', cluster.data, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: cluster.home,
      env: CLUSTER_ENV,
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop the database last.
      detached: true,
      ...(cluster.account.isSelf ? {} : { uid: cluster.account.uid, gid: cluster.account.gid }),
    },
  );
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  return { pid: child.pid ?? 0, adopted: false, exited };
}

/** The server that already runs on the cluster, if there is one. */
export function findPostmaster(cluster: Pick<Cluster, 'data'>, clock: Clock): Postmaster | undefined {
  const pid = recordedPid(cluster.data);
  if (pid === undefined || !runsOn(pid, cluster.data)) return undefined;
  const exited = (async () => {
    while (runsOn(pid, cluster.data)) await clock.sleep(ADOPTED_POLL_MS);
  })();
  return { pid, adopted: true, exited };
}

/**
 * Ends what a killed server left behind on the cluster, as the server itself would have: a process of it that
 * works on a statement does not notice its death before that is done, and no other server starts meanwhile.
 * Only for when none runs there.
 */
export function endOrphans(cluster: Pick<Cluster, 'data'>): void {
  const data = realpathSync(cluster.data);
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || worksIn(pid) !== data || nameOf(pid) !== 'postgres') continue;
    try {
      process.kill(pid, 'SIGQUIT');
    } catch {
      // It ended by itself.
    }
  }
}

/** What a process was started as: whoever else works in that folder is left alone. */
function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The folder a process works in; undefined when it has ended or is not ours to look at. */
function worksIn(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Last lines that the server wrote, for messages about why it does not run. */
export function lastWords(cluster: Cluster): string {
  if (!existsSync(cluster.log)) return '';
  return readFileSync(cluster.log, 'utf8').trimEnd().split('\n').slice(-4).join(' | ');
}

function recordedPid(data: string): number | undefined {
  const path = join(data, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const pid = Number(readFileSync(path, 'utf8').split('\n', 1)[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** A process number may have been given to somebody else since: the server works in its data folder. */
function runsOn(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch (error) {
    // Without the right to look, an existing process is taken for the server.
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}
