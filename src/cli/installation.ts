import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { cliActor, type Actor } from '../lib/domain/access/roles';
import { DomainError } from '../lib/domain/errors';
import { NO_REQUEST, type Command, type CommandHost } from '../lib/server/access/command';
import { perform } from '../lib/server/access/perform';
import { Bus } from '../lib/server/bus';
import { systemClock } from '../lib/server/clock';
import { createCommandHost } from '../lib/server/command-host';
import { createLogger } from '../lib/server/log';
import { PlantRegistry } from '../lib/server/registry/service';
import { openStoreForCommand, type Store } from '../lib/server/store';
import type { Settings } from '../lib/server/settings';
import { PROJECT_ROOT } from './project';
import type { Shell } from './shell';

/** The parts of the program that commands work with, for the time of one command. */
export interface Installation {
  settings: Settings;
  store: Store;
  host: CommandHost;
  registry: PlantRegistry;
  /** Whoever runs the command, by the name of their account on this machine. */
  actor: Actor;
  /** Carries out a mutation as that person: permission, audit entry and all. */
  act<In, Out, Prepared>(command: Command<In, Out, Prepared>, input: unknown): Promise<Out>;
}

interface OpenOptions {
  /** Whether a data directory that holds nothing yet may become an installation. */
  mayCreate?: boolean;
}

/**
 * Opens the installation that the settings name, hands it to `work`, and lets go of it whatever happens:
 * what ran before goes on running, what was started for the command is stopped.
 */
export async function withInstallation<T>(
  shell: Shell,
  work: (installation: Installation) => Promise<T>,
  { mayCreate = false }: OpenOptions = {},
): Promise<T> {
  const settings = shell.settings();
  if (!mayCreate) refuseIfNone(settings);
  const log = createLogger('silent');
  const bus = new Bus();
  const clock = systemClock;
  const store = await openStoreForCommand({ settings, root: PROJECT_ROOT, log, clock, bus });
  const letGo = closeOnSignal(store);
  try {
    const { database } = store;
    const registry = new PlantRegistry({ database, bus, clock, log });
    await registry.load();
    const host = createCommandHost({ database, clock, bus, log }, registry);
    const actor = cliActor(accountName());
    return await work({
      settings,
      store,
      host,
      registry,
      actor,
      act: (command, input) => perform(host, actor, command, input, NO_REQUEST),
    });
  } finally {
    await letGo();
  }
}

/** Ctrl+C stops what the command started, too; returns what to call when all went well. */
function closeOnSignal(store: Store): () => Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const onSignal = () => void store.close().finally(() => process.exit(INTERRUPTED));
  for (const signal of signals) process.once(signal, onSignal);
  return async () => {
    for (const signal of signals) process.off(signal, onSignal);
    await store.close();
  };
}

/** What shells report for a program that was interrupted. */
const INTERRUPTED = 130;

/** A command in the wrong folder must not found an installation there. */
function refuseIfNone({ databaseUrl, dataDirectory }: Settings): void {
  if (databaseUrl !== undefined || existsSync(join(dataDirectory, 'postgres'))) return;
  throw new DomainError(
    'not-found',
    `There is no Zonewatch in ${dataDirectory}. Name its directory in ZONEWATCH_DATA, or start it once.`,
  );
}

/** The account's name; a container may run under a number that has none. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
