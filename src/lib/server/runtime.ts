import process from 'node:process';
import { building, version } from '$app/environment';
import type { App } from './app';
import { currentHost, type Host } from './host';
import { createHttpServer, listen } from './http-server';
import { createLogger, type Logger } from './log';
import { systemClock } from './clock';
import { assemble, type Surroundings } from './assemble';
import { ServiceRunner } from './service-runner';
import { readSettings } from './settings';
import { startFault } from './start-fault';
import { StartPhases } from './start-phases';

/** A graceful stop that takes longer is given up: what is not committed was not acknowledged either. */
const STOP_WITHIN_MS = 4_500;

let starting: Promise<void> | undefined;
let app: App | undefined;

/** What pages and API get; `undefined` until the program is built. */
export const currentApp = (): App | undefined => app;

/** Builds and starts the whole program once per process; later calls wait for the first. */
export const start = (): Promise<void> => (starting ??= building ? Promise.resolve() : begin());

async function begin(): Promise<void> {
  const host = currentHost();
  if (host === undefined)
    throw new Error('Start the server with `npm start`, `npm run demo` or `npm run dev`.');
  const root = process.cwd();
  const phases = new StartPhases();
  phases.add('program', performance.now());
  const settings = await phases.time('settings', () => readSettings(process.env, root));
  const log = createLogger(settings.logLevel);
  const clock = systemClock;
  const assembling = build(host, { settings, root, log, clock, phases });
  // Three circles, stopped from the outside in: first those who bring news, then the one that writes it
  // down, last the database.
  const edge = new ServiceRunner(clock, log);
  const journal = new ServiceRunner(clock, log);
  const ground = new ServiceRunner(clock, log);
  // Whoever stops us before we are complete waits for that: a database half started would stay behind.
  host.stop = once(async () => {
    const made = await assembling.catch(() => undefined);
    if (made === undefined) return;
    const { http, parts } = made;
    http.close();
    await within(STOP_WITHIN_MS, log, async () => {
      await Promise.all([edge.stop(), parts.stopEdge()]);
      await parts.beforeJournalStops();
      await journal.stop();
      await parts.close(() => ground.stop());
    });
    http.closeAllConnections();
  });
  const { http, parts } = await assembling;
  app = parts.app;
  for (const service of parts.ground) ground.start(service);
  for (const service of parts.journal) journal.start(service);
  for (const service of parts.edge) edge.start(service);
  const brokerReady = phases.time('broker', () => parts.brokerReady());
  host.listen = async () => {
    const address = await phases.time('http', () => listen(http, settings));
    log.info({ event: 'server.listening', address }, 'pages are served');
    void brokerReady.then(() => log.info({ event: 'server.ready', ...phases.report() }, 'ready'));
  };
}

/** Every part, loaded and not yet running. What was begun is let go of when the rest cannot be had. */
async function build(
  host: Host,
  parts: Pick<Surroundings, 'settings' | 'root' | 'log' | 'clock' | 'phases'>,
) {
  const { settings, log } = parts;
  try {
    const http = host.http ?? createHttpServer(settings, host, log);
    return { http, parts: await assemble({ ...parts, http, build: version, announceSetup }) };
  } catch (error) {
    throw startFault(error, settings);
  }
}

/** On standard error, beside the log and not in it: the code is a secret for half an hour. */
const announceSetup = (code: string): boolean =>
  process.stderr.write(
    `\nThere is no administrator yet. Open /setup and enter this code within 30 minutes: ${code}\n\n`,
  );

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
};

async function within(ms: number, log: Logger, work: () => Promise<void>): Promise<void> {
  const timeout = new AbortController();
  const late = systemClock.sleep(ms, timeout.signal).then(() => {
    if (!timeout.signal.aborted)
      log.warn({ event: 'server.stop-late' }, 'stopping took too long and was cut short');
  });
  await Promise.race([
    work().catch((error: unknown) => log.error({ err: error }, 'stopping went wrong')),
    late,
  ]);
  timeout.abort();
}
