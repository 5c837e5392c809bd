import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writePlantFile } from '../lib/domain/plant/plant-file';
import { hashSources, isBuildCurrent, markBuild } from './demo/build-state';
import { Child, runToEnd } from './demo/child';
import { prepared, welcome, type Prepared } from './demo/people';
import { whenReady } from './demo/ready';
import { demoPlant } from './demo-plant';

/**
 * `npm run demo`: builds what is out of date, prepares the data directory, then runs the server and the
 * simulated plant as two processes until it is asked to stop or one of them ends.
 */
const root = resolve(import.meta.dirname, '..', '..');
const STOP_SIMULATOR_MS = 2_500;
const STOP_SERVER_MS = 10_000;

const env: NodeJS.ProcessEnv = { LOG_LEVEL: 'warn', ...process.env, ZONEWATCH_KIND: 'demo' };
const say = (text: string) => console.log(text);

class Failure extends Error {
  override readonly name = 'Failure';
}

/** Development serves the pages from their sources and reloads what changes. */
const isDevelopment = process.argv.includes('--dev');

async function build(signal: AbortSignal): Promise<void> {
  if (isDevelopment) return;
  const sources = hashSources(root);
  if (isBuildCurrent(root, sources)) return;
  say('Building the pages (only when the sources have changed) ...');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = { cwd: root, env, signal, errors: 'kept' } as const;
  const { code, output } = await runToEnd([vite, 'build', '--logLevel', 'warn'], options);
  if (code !== 0) throw new Failure(`The build failed.\n${output}`);
  markBuild(root, sources);
}

async function prepare(signal: AbortSignal): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'zonewatch-demo-'));
  try {
    const plant = join(folder, 'plant.yaml');
    await writeFile(plant, writePlantFile(demoPlant(size())));
    const args = [join(root, 'src', 'cli', 'zonewatch.js'), 'demo', 'prepare', plant];
    const { code, output } = await runToEnd(args, { cwd: process.cwd(), env, signal, errors: 'shown' });
    if (code !== 0) throw new Failure('The demo could not be prepared.');
    return prepared.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both are checked again, and explained, where the settings are read. */
function size(): { seed: number; drives: number } {
  const whole = (name: string, fallback: number) => {
    const number = Number(env[name] ?? fallback);
    return Number.isSafeInteger(number) && number >= 0 && number <= 50_000 ? number : fallback;
  };
  return { seed: whole('SIM_SEED', 1), drives: whole('SIM_DRIVES', 80) };
}

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

async function main(): Promise<number> {
  const asked = new AbortController();
  let insisting = false;
  let children: Child[] = [];
  const onSignal = () => {
    if (asked.signal.aborted) {
      // Asked twice: whoever sits there does not want to wait.
      insisting = true;
      for (const child of children) child.kill();
    }
    asked.abort(new Failure('Stopped.'));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);

  say('Preparing the demo plant ...');
  const [facts] = await Promise.all([prepare(asked.signal), build(asked.signal)]);
  asked.signal.throwIfAborted();
  const start = (name: string, ...args: string[]) => {
    const child = new Child(name, args, { cwd: process.cwd(), env });
    children = [...children, child];
    return child;
  };

  const server = isDevelopment
    ? start('server', ...developmentServer())
    : start('server', join(root, 'src', 'main.js'));
  const over = new AbortController();
  const stopAsked = new Promise<undefined>((done) =>
    asked.signal.addEventListener('abort', () => done(undefined)),
  );
  const first = Promise.race([stopAsked, died(server)]);
  void first.then(() => over.abort());
  const isUp = await Promise.race([
    whenReady(address(), over.signal).then(() => true),
    first.then(() => false),
  ]).catch(() => false);
  let ended = isUp ? undefined : await first;
  if (isUp) {
    const tsx = ['--import', join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs')];
    const simulator = start('simulated plant', ...tsx, join(root, 'src', 'simulator', 'main.ts'));
    say(welcome(address().href, facts));
    ended = await Promise.race([first, died(simulator)]);
  }
  if (ended !== undefined)
    console.error(`\nThe ${ended.name} ended by itself (${ended.words}). Stopping the rest.`);
  else say('\nStopping ...');
  await stopAll(children, () => insisting);
  return ended === undefined ? 0 : 1;
}

const died = async (child: Child): Promise<{ name: string; words: string }> => {
  const { words } = await child.ended;
  return { name: child.name, words };
};

/** First those who send, then the one that receives: nothing that was sent stays unacknowledged. */
async function stopAll(children: readonly Child[], isInsisting: () => boolean): Promise<void> {
  const [server, ...senders] = children;
  await Promise.all(senders.map((child) => child.stop(STOP_SIMULATOR_MS)));
  const clean = (await server?.stop(STOP_SERVER_MS)) ?? true;
  if (!clean && !isInsisting())
    console.error(`The server did not stop within ${STOP_SERVER_MS / 1000} s and was killed.`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const stopped = error instanceof Error && (error.name === 'AbortError' || error.message === 'Stopped.');
    if (!stopped) console.error(error instanceof Failure ? error.message : error);
    process.exit(stopped ? 0 : 1);
  },
);
