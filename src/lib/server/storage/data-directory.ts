import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { DomainError } from '../../domain/errors';
import { systemClock, type Clock } from '../clock';
import { livingHolder, thisProcess, TOUCH_EVERY_MS, type Holder } from './claim-file';
import { connectionTo } from './embedded-postgres';
import { APPLICATION_ROLE, OWNER_ROLE, runFolder } from './postgres-cluster';

/** The sole right to work on a data directory. Ends by `release`, or with the process. */
export interface Claim {
  readonly directory: string;
  release(): Promise<void>;
}

/**
 * Claims a data directory, making it when it is new. Throws `conflict` with a plain sentence when another
 * living process holds it; a dead holder's claim is taken over.
 *
 * Claims are numbered files and the highest number holds. A file is put in place whole, by a link that
 * fails if the number is taken, and numbers only grow: of several that find a dead holder, one gets the
 * next number, and one that comes late finds a higher number and withdraws.
 */
export async function claimDataDirectory(directory: string, clock: Clock = systemClock): Promise<Claim> {
  makeDirectory(directory);
  for (;;) {
    const top = claimNumbers(directory)[0] ?? 0;
    const holder = livingHolder(claimPath(directory, top), clock.now());
    if (holder !== undefined) throw new DomainError('conflict', refusal(directory, holder));
    if (takeNumber(directory, top + 1, clock)) return keep(directory, top + 1, clock);
  }
}

/** Connections to the database that a running server has on a data directory. */
export interface JoinedDatabase {
  connection: pg.PoolConfig;
  applicationConnection: pg.PoolConfig;
}

/**
 * Joins the database of a running server; never starts or stops one. Throws `database.unavailable` with a
 * plain sentence when none runs.
 */
export async function joinDataDirectory(directory: string): Promise<JoinedDatabase> {
  const none = new DomainError(
    'database.unavailable',
    `No Zonewatch is running on ${directory}. Start it, or name its directory in ZONEWATCH_DATA.`,
  );
  if (!existsSync(join(directory, 'postgres'))) throw none;
  const connection = connectionTo(runFolder(directory), OWNER_ROLE);
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new DomainError(none.code, none.message, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
  return { connection, applicationConnection: { ...connection, user: APPLICATION_ROLE } };
}

function makeDirectory(directory: string): void {
  // A mode given to mkdir holds for parents too, which the database's account may have to pass.
  mkdirSync(dirname(directory), { recursive: true });
  if (!existsSync(directory)) mkdirSync(directory, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

const claimPath = (directory: string, number: number): string => join(directory, `claim.${number}`);

/** Numbers of all claims, the highest first. */
const claimNumbers = (directory: string): number[] =>
  readdirSync(directory)
    .map((name) => /^claim\.(\d+)$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => b - a);

function takeNumber(directory: string, number: number, clock: Clock): boolean {
  const path = claimPath(directory, number);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(thisProcess(clock.now())), { mode: 0o644 });
  try {
    linkSync(draft, path);
  } catch {
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
  if (claimNumbers(directory)[0] === number) return true;
  rmSync(path, { force: true });
  return false;
}

function keep(directory: string, number: number, clock: Clock): Claim {
  const path = claimPath(directory, number);
  for (const lower of claimNumbers(directory)) {
    if (lower < number) rmSync(claimPath(directory, lower), { force: true });
  }
  const touch = setInterval(() => {
    const seconds = clock.now() / 1_000;
    try {
      utimesSync(path, seconds, seconds);
    } catch {
      // A directory that vanished or is full is reported where data is written.
    }
  }, TOUCH_EVERY_MS);
  touch.unref();
  return {
    directory,
    async release() {
      clearInterval(touch);
      if (!existsSync(path)) return;
      // The number stays taken, so that nobody who read the directory earlier can take it again.
      writeFileSync(`${path}.released`, JSON.stringify({ released: true }));
      renameSync(`${path}.released`, path);
    },
  };
}

const refusal = (directory: string, holder: Holder): string =>
  `Another Zonewatch already works on ${directory}: process ${holder.pid} on ${holder.host}, ` +
  `since ${new Date(holder.claimedAt).toISOString()}. Stop it first, or choose another directory in ZONEWATCH_DATA.`;
