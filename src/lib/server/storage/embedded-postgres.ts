import { statfsSync } from 'node:fs';
import pg from 'pg';
import { DomainError } from '../../domain/errors';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { UnavailableReason } from './availability';
import {
  APPLICATION_ROLE,
  DATABASE_NAME,
  OWNER_ROLE,
  prepareCluster,
  socketFolder,
  type Cluster,
} from './postgres-cluster';
import { endOrphans, findPostmaster, lastWords, startPostmaster, type Postmaster } from './postmaster';

interface EmbeddedPostgresOptions {
  /** Data directory; the caller holds its claim. */
  directory: string;
  log: Logger;
  clock: Clock;
  /** Server settings beside or instead of ours. */
  settings?: Readonly<Record<string, string>> | undefined;
}

const READY_TIMEOUT_MS = 60_000;
const READY_POLL_MS = 10;
/** How long a killed predecessor may take to disappear, and how often that is tried. */
const PREDECESSOR_MS = 15_000;
const PREDECESSOR_POLL_MS = 250;
/** A fast stop writes everything out first; one that takes longer is cut short and recovers at the next start. */
const FAST_STOP_MS = 1_200;
const IMMEDIATE_STOP_MS = 2_000;
const RESTART_PAUSES_MS = [100, 250, 500, 1_000, 2_000];
/** Below this much free space nothing but essential rows is written: a full disk would stop the server itself. */
const RESERVE_BYTES = 64 * 1024 * 1024;

/**
 * PostgreSQL as a part of this program: reachable by a unix socket alone, restarted when it dies, taken
 * over when it survived a crash of the program. `run` supervises; `stop` ends it for good.
 */
export class EmbeddedPostgres {
  readonly name = 'embedded-postgres';
  /** Connection of the owner, for migrations. */
  readonly connection: pg.PoolConfig;
  /** Connection of the running program. */
  readonly applicationConnection: pg.PoolConfig;
  readonly #cluster: Cluster;
  readonly #options: EmbeddedPostgresOptions;
  readonly #stopping = new AbortController();
  #postmaster: Postmaster;

  constructor(cluster: Cluster, options: EmbeddedPostgresOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.connection = connectionTo(cluster.run, OWNER_ROLE);
    this.applicationConnection = { ...this.connection, user: APPLICATION_ROLE };
    this.#postmaster = findPostmaster(cluster, options.clock) ?? this.#spawn();
  }

  get pid(): number {
    return this.#postmaster.pid;
  }

  get adopted(): boolean {
    return this.#postmaster.adopted;
  }

  /** What the disk says about whether writing can go on; asked whenever the database fails, and once a second. */
  readonly diagnose = (): UnavailableReason | undefined => {
    const { bavail, bsize } = statfsSync(this.#cluster.home);
    return bavail * bsize < RESERVE_BYTES ? 'disk-full' : undefined;
  };

  /** Waits until the server answers; makes the database in it when it is new. */
  async ready(): Promise<void> {
    const { clock } = this.#options;
    const begun = clock.now();
    const deadline = begun + READY_TIMEOUT_MS;
    let over = false;
    const watch = (postmaster: Postmaster) =>
      void postmaster.exited.then(() => (over = postmaster === this.#postmaster));
    watch(this.#postmaster);
    for (;;) {
      try {
        await this.#makeDatabase();
        return;
      } catch (error) {
        if (over && this.#isPredecessorDying() && clock.now() - begun < PREDECESSOR_MS) {
          await clock.sleep(PREDECESSOR_POLL_MS);
          over = false;
          this.#postmaster = findPostmaster(this.#cluster, clock) ?? this.#spawn();
          watch(this.#postmaster);
          continue;
        }
        if (over || clock.now() > deadline || this.#stopping.signal.aborted) {
          const words = lastWords(this.#cluster);
          throw new DomainError('database.unavailable', `The database does not start: ${words}`, {
            cause: error,
          });
        }
        await clock.sleep(READY_POLL_MS);
      }
    }
  }

  /** A killed server is gone only when its parent has noticed and its last child has ended. */
  #isPredecessorDying(): boolean {
    return /postmaster\.pid" already exists|shared memory block .* is still in use/.test(
      lastWords(this.#cluster),
    );
  }

  async #makeDatabase(): Promise<void> {
    const client = new pg.Client({
      ...this.connection,
      database: 'postgres',
      connectionTimeoutMillis: 3_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE_NAME]);
      if (rowCount === 0) await client.query(`create database ${DATABASE_NAME}`);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Restarts the server whenever it dies, until `signal` aborts; then stops it. */
  async run(signal: AbortSignal): Promise<void> {
    const { log, clock } = this.#options;
    const ended = new Promise<void>((resolve) => {
      for (const s of [signal, this.#stopping.signal]) {
        if (s.aborted) resolve();
        else s.addEventListener('abort', () => resolve(), { once: true });
      }
    });
    for (let failures = 0; ; failures += 1) {
      await Promise.race([ended, this.#postmaster.exited]);
      if (signal.aborted || this.#stopping.signal.aborted) break;
      log.error(
        { event: 'database.died', pid: this.pid, said: lastWords(this.#cluster) },
        'the database died; it is being restarted',
      );
      const pause = RESTART_PAUSES_MS[Math.min(failures, RESTART_PAUSES_MS.length - 1)] ?? 0;
      await clock.sleep(pause, signal);
      if (signal.aborted || this.#stopping.signal.aborted) break;
      this.#postmaster = findPostmaster(this.#cluster, clock) ?? this.#spawn();
      if (await this.#isReady()) failures = -1;
    }
    await this.stop();
  }

  async #isReady(): Promise<boolean> {
    try {
      await this.ready();
      this.#options.log.info({ event: 'database.restarted', pid: this.pid }, 'the database runs again');
      return true;
    } catch {
      return false;
    }
  }

  /** Ends the server within a few seconds, losing nothing that was committed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const { clock, log } = this.#options;
    for (const [signal, waitMs] of [
      ['SIGINT', FAST_STOP_MS],
      ['SIGQUIT', IMMEDIATE_STOP_MS],
      ['SIGKILL', IMMEDIATE_STOP_MS],
    ] as const) {
      if (!kill(this.pid, signal)) return;
      const timeout = new AbortController();
      const inTime = await Promise.race([
        this.#postmaster.exited.then(() => true),
        clock.sleep(waitMs, timeout.signal).then(() => false),
      ]);
      timeout.abort();
      if (inTime) return;
      log.warn({ event: 'database.stop-slow', signal }, 'the database takes long to stop');
    }
  }

  /** Where no server runs. */
  #spawn(): Postmaster {
    endOrphans(this.#cluster);
    return startPostmaster(this.#cluster, this.#options.settings ?? {});
  }
}

/** Starts the database of a data directory, or takes over the one that still runs there. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(options.directory);
  const server = new EmbeddedPostgres(cluster, options);
  try {
    await server.ready();
  } catch (error) {
    await server.stop();
    throw error;
  }
  const { pid, adopted } = server;
  options.log.info(
    { event: 'database.started', pid, adopted },
    adopted ? 'database taken over' : 'database started',
  );
  return server;
}

/** How to reach the server whose socket lies in `run`, as `role`. */
export const connectionTo = (run: string, role: string): pg.PoolConfig => ({
  host: socketFolder(run),
  port: 5432,
  user: role,
  database: DATABASE_NAME,
  ssl: false,
});

function kill(pid: number, signal: NodeJS.Signals): boolean {
  // Number 0 would be our own process group.
  if (pid <= 0) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
