import { join, resolve } from 'node:path';
import { Child } from './demo/child';
import { welcome } from './demo/people';
import { build, Failure, prepare, settle, type Setting } from './demo/prepare';
import { whenReady } from './demo/ready';

/**
 * `npm run demo`: builds what is out of date, prepares the data directory, then runs the server and the
 * simulated plant as two processes until it is asked to stop or one of them ends.
 */
const root = resolve(import.meta.dirname, '..', '..');
const STOP_SIMULATOR_MS = 2_500;
const STOP_SERVER_MS = 10_000;

const env: NodeJS.ProcessEnv = { LOG_LEVEL: 'warn', ...process.env, ZONEWATCH_KIND: 'demo' };
const say = (text: string) => console.log(text);

/** Development serves the pages from their sources and reloads what changes. */
const isDevelopment = process.argv.includes('--dev');

function developmentServer(): string[] {
  const { hostname, port } = address();
  return [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    '--host',
    hostname,
    '--port',
    port,
    '--strictPort',
  ];
}

function address(): URL {
  const host = env['HOST'] ?? '127.0.0.1';
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const bracketed = reachable.includes(':') ? `[${reachable}]` : reachable;
  return new URL(`${env['TLS_CERT'] ? 'https' : 'http'}://${bracketed}:${env['PORT'] ?? '3000'}`);
}

/** Somebody asked for an end: once for an orderly one, twice for one at once. */
class StopRequest {
  readonly #asked = new AbortController();
  readonly signal = this.#asked.signal;

  constructor(onInsisting: () => void) {
    const onSignal = () => {
      if (this.signal.aborted) onInsisting();
      this.#asked.abort(new Failure('Stopped.'));
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  }

  readonly asked = new Promise<undefined>((resolve) => {
    this.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Resolves when one of them ends; `undefined` when a stop is asked for first. */
const firstEnd = (stop: StopRequest, children: readonly Child[]) =>
  Promise.race([
    stop.asked,
    ...children.map(async (child) => ({ name: child.name, words: (await child.ended).words })),
  ]);

async function main(): Promise<number> {
  const children: Child[] = [];
  const stop = new StopRequest(() => children.forEach((child) => child.kill()));
  const setting: Setting = { root, env, signal: stop.signal, say };
  say('Preparing the demo plant ...');
  const [facts] = await together(setting, [prepare, isDevelopment ? async () => undefined : build]);
  stop.signal.throwIfAborted();

  const start = (name: string, args: readonly string[]) =>
    children.push(new Child(name, args, { cwd: process.cwd(), env }));
  start('server', isDevelopment ? developmentServer() : [join(root, 'src', 'main.js')]);
  const gaveUp = new AbortController();
  const up = whenReady(address(), gaveUp.signal).then(
    () => 'up' as const,
    () => undefined,
  );
  let end = await Promise.race([up, firstEnd(stop, children)]);
  gaveUp.abort();
  if (end === 'up') {
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs');
    start('simulated plant', ['--import', tsx, join(root, 'src', 'simulator', 'main.ts')]);
    say(welcome(address().href, facts));
    end = await firstEnd(stop, children);
  }
  if (end === undefined) say('\nStopping ...');
  else console.error(`\nThe ${end.name} ended by itself (${end.words}). Stopping the rest.`);
  const isClean = await stopAll(children);
  if (!isClean) await settle(setting);
  return end === undefined ? 0 : 1;
}

/** Does both at once; when one fails, the other is stopped before the failure is told. */
async function together<A, B>(
  setting: Setting,
  [one, other]: [(setting: Setting) => Promise<A>, (setting: Setting) => Promise<B>],
): Promise<[A, B]> {
  const failed = new AbortController();
  const shared = { ...setting, signal: AbortSignal.any([setting.signal, failed.signal]) };
  const work = [one(shared), other(shared)] as const;
  try {
    return await Promise.all(work);
  } catch (error) {
    failed.abort();
    await Promise.allSettled(work);
    throw error;
  }
}

/** First those who send, then the one that receives: nothing that was sent stays unacknowledged. */
async function stopAll([server, ...senders]: readonly Child[]): Promise<boolean> {
  await Promise.all(senders.map((child) => child.stop(STOP_SIMULATOR_MS)));
  const end = await server?.stop(STOP_SERVER_MS);
  if (end?.wasLate)
    console.error(`The server did not stop within ${STOP_SERVER_MS / 1000} s and was killed.`);
  return end?.code !== null;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const stopped = error instanceof Error && (error.name === 'AbortError' || error.message === 'Stopped.');
    if (!stopped) console.error(error instanceof Failure ? error.message : error);
    process.exit(stopped ? 0 : 1);
  },
);
