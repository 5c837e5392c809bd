import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DomainError } from '../domain/errors';
import type { Bus } from './bus';
import type { Clock } from './clock';
import type { Logger } from './log';
import type { Settings } from './settings';
import { StartPhases } from './start-phases';
import { applicationConnection } from './storage/application-role';
import { claimDataDirectory, joinDataDirectory, type Claim } from './storage/data-directory';
import { openDatabase, type ConnectionConfig, type Database } from './storage/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './storage/embedded-postgres';
import { createInstallation, readInstallation, type Installation } from './storage/installation-store';
import { migrate } from './storage/migrate';

interface StoreOptions {
  settings: Settings;
  /** Folder that holds the migrations. */
  root: string;
  log: Logger;
  clock: Clock;
  bus: Bus;
  /** Of the start that this is a part of. */
  phases?: StartPhases;
}

/** The opened database and what this process holds for it. */
export interface Store {
  database: Database;
  installation: Installation;
  /** The server under our care; undefined when it is somebody else's. */
  embedded: EmbeddedPostgres | undefined;
  /** Lets go of everything that was started or claimed here, and of nothing else. */
  close(): Promise<void>;
}

/**
 * Opens the store for a server: claims the data directory first, so that a second server is refused before
 * it touches anything; then starts or adopts the database, and brings it to the newest schema.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { settings, clock, phases = new StartPhases() } = options;
  const claim = await phases.time('claim', () => claimDataDirectory(settings.dataDirectory, clock));
  return openClaimed({ ...options, phases }, claim, ownKind);
}

/**
 * Opens the store for a command: joins the database of a running server, or, when none runs, starts it and
 * stops it again on `close`.
 */
export async function openStoreForCommand(options: StoreOptions): Promise<Store> {
  const claim = await claimDataDirectory(options.settings.dataDirectory, options.clock).catch(
    (error: unknown) => {
      if (error instanceof DomainError && error.code === 'conflict') return undefined;
      throw error;
    },
  );
  if (claim !== undefined) return openClaimed(options, claim, anyKind);
  if (options.settings.databaseUrl !== undefined) {
    return openWith(
      options,
      { connectionString: options.settings.databaseUrl },
      undefined,
      async () => undefined,
      anyKind,
    );
  }
  const { connection } = await joinDataDirectory(options.settings.dataDirectory);
  return openWith(options, connection, undefined, async () => undefined, anyKind);
}

async function openClaimed(options: StoreOptions, claim: Claim, check: KindCheck): Promise<Store> {
  const { settings, root, log, clock, phases = new StartPhases() } = options;
  let embedded: EmbeddedPostgres | undefined;
  const release = async () => {
    await embedded?.stop();
    await claim.release();
  };
  try {
    if (settings.databaseUrl === undefined) {
      const directory = settings.dataDirectory;
      embedded = await phases.time('database', () => startEmbeddedPostgres({ directory, log, clock }));
    }
    const owner = embedded?.connection ?? { connectionString: settings.databaseUrl };
    await phases.time('migrations', () => migrate(owner, join(root, 'drizzle')));
    return await phases.time('database', () => openWith(options, owner, embedded, release, check));
  } catch (error) {
    await release();
    throw error;
  }
}

async function openWith(
  { settings, log, clock, bus }: StoreOptions,
  owner: ConnectionConfig,
  embedded: EmbeddedPostgres | undefined,
  release: () => Promise<void>,
  check: KindCheck,
): Promise<Store> {
  const connection = embedded?.applicationConnection ?? (await applicationConnection(owner));
  const database = await openDatabase({ connection, log, clock, bus, diagnose: embedded?.diagnose });
  const close = async () => {
    await database.close();
    await release();
  };
  try {
    return {
      database,
      embedded,
      installation: check(await recognise(database, settings, clock), settings),
      close,
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Reads what this installation is, or writes it down at the first start. */
async function recognise(database: Database, settings: Settings, clock: Clock): Promise<Installation> {
  const known = await database.read((tx) => readInstallation(tx));
  if (known !== undefined) return known;
  return database.transaction((tx) =>
    createInstallation(tx, {
      kind: settings.kind,
      plantName: 'Plant',
      uuid: randomUUID(),
      now: clock.now(),
    }),
  );
}

type KindCheck = (installation: Installation, settings: Settings) => Installation;

/** A command works on whatever installation its data directory holds. */
const anyKind: KindCheck = (installation) => installation;

/** A demo's directory stays a demo's, and production's stays production's (D17). */
const ownKind: KindCheck = (found, settings) => {
  if (found.kind === settings.kind) return found;
  throw new DomainError(
    'conflict',
    found.kind === 'demo'
      ? `${settings.dataDirectory} holds a demo plant with simulated values. Start production on another directory (ZONEWATCH_DATA).`
      : `${settings.dataDirectory} holds a production plant. Start the demo on another directory (ZONEWATCH_DATA).`,
  );
};
