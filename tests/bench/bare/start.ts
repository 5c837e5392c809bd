import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { DAY_MS } from '../../../src/lib/domain/time';
import { Authority } from '../../../src/lib/server/ingest/identity/authority';
import { newKeyPair } from '../../../src/lib/server/ingest/identity/certificate-maker';
import { freePort } from '../../support/free-port';
import { cleanEnvironment, postmasterPid } from '../../support/server-process';
import { temporaryDirectory } from '../../support/temporary-directory';
import { atExit, endDatabase } from '../kit/at-exit';
import type { BenchPlant } from '../kit/bench-plant';
import type { GatewayCredentials, Target } from '../kit/target';
import { keysOf, type BarePlan, type BareReady } from './plan';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OUTPUT = join(ROOT, 'build', 'bare');
const STOPPED_WITHIN_MS = 15_000;

/**
 * Starts the bare pipeline for a plant, in a process and a data directory of its own. Nothing of it is left
 * after `stop`, nor when this process ends first.
 */
export async function startBare(plant: BenchPlant): Promise<Target & { dataDirectory: string }> {
  const { path: dataDirectory, remove } = temporaryDirectory('bare');
  let child: ChildProcess | undefined;
  const leftBehind = atExit(() => {
    child?.kill('SIGKILL');
    endDatabase(dataDirectory, () => postmasterPid(dataDirectory));
    remove();
  });
  const stop = async () => {
    if (child !== undefined) await end(child);
    leftBehind();
    remove();
  };
  try {
    const program = await bundle();
    const credentials = await enrol(dataDirectory, plant);
    const plan: BarePlan = {
      directory: dataDirectory,
      httpPort: await freePort(),
      mqttPort: await freePort(),
      gateways: plant.gateways.map(({ id, drives }) => ({ id, drives })),
    };
    const file = join(dataDirectory, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));
    child = fork(program, [file], { cwd: ROOT, env: cleanEnvironment({}), execArgv: [] });
    const node = child.pid ?? 0;
    const { postmaster } = await ready(child);
    return {
      name: 'bare',
      url: `http://127.0.0.1:${plan.httpPort}`,
      mqttPort: plan.mqttPort,
      dataDirectory,
      credentials(gateway) {
        const found = credentials.get(gateway);
        if (found === undefined) throw new Error(`no gateway ${gateway}`);
        return found;
      },
      pids: () => ({ node, postmaster }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Makes one plain JavaScript file of it, as the product is when it is built: what runs sources directly
 * wraps every inner function, and that would be measured too.
 */
async function bundle(): Promise<string> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      ssr: join(import.meta.dirname, 'main.ts'),
      outDir: OUTPUT,
      emptyOutDir: true,
      copyPublicDir: false,
    },
  });
  return join(OUTPUT, 'main.js');
}

async function enrol(directory: string, plant: BenchPlant): Promise<Map<string, GatewayCredentials>> {
  mkdirSync(directory, { recursive: true });
  const now = Date.now();
  const authority = await Authority.open(keysOf(directory), '127.0.0.1', now);
  const made = new Map<string, GatewayCredentials>();
  for (const { id } of plant.gateways) {
    const { publicKey, keyPem } = await newKeyPair();
    const certificatePem = await authority.issueClient(id, publicKey, now, now + DAY_MS);
    made.set(id, { certificatePem, keyPem, caPem: authority.caPem });
  }
  return made;
}

async function ready(child: ChildProcess): Promise<BareReady> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The bare pipeline ended with ${code}.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [BareReady];
  ended.catch(() => undefined);
  return message;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(late);
}
