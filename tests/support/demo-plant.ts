import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';

const root = join(import.meta.dirname, '..', '..');
export const DEMO_PASSWORD = 'a-password-for-tests-only';

export interface DemoPlant {
  /** Where the pages are. */
  url: string;
  dataDirectory: string;
  /** Environment that a command on the same data directory needs. */
  env: NodeJS.ProcessEnv;
  /** Everything the processes have printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts what `npm run demo` starts, in a directory of its own and on free ports, and resolves when the
 * server says that it is ready.
 */
export async function startDemoPlant(extra: NodeJS.ProcessEnv = {}): Promise<DemoPlant> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'zonewatch-e2e-'));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    ZONEWATCH_DATA: dataDirectory,
    ZONEWATCH_DEMO_PASSWORD: DEMO_PASSWORD,
    SIM_DRIVES: '80',
    ...extra,
  };
  // The runner's own marks would switch off parts of the program.
  delete env['VITEST'];
  delete env['TEST'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/simulator/demo.ts'], { cwd: root, env });
  let text = '';
  const append = (chunk: Buffer) => (text += chunk.toString());
  child.stdout.on('data', append);
  child.stderr.on('data', append);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await ended(child);
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    await answers(`${url}/readyz`, child, () => text);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, dataDirectory, env, output: () => text, stop };
}

async function answers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The demo ended with ${child.exitCode}:\n${output()}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The demo did not become ready:\n${output()}`);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
