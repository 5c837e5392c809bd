import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../../../src/simulator/demo/child';
import { freePort } from '../../support/free-port';
import { cleanEnvironment, postmasterPid, ServerProcess } from '../../support/server-process';
import { serverPid } from '../../support/server-pid';
import { temporaryDirectory } from '../../support/temporary-directory';
import { atExit, endDatabase } from './at-exit';
import type { BenchPlant } from './bench-plant';
import type { GatewayCredentials, Target } from './target';

const root = join(import.meta.dirname, '..', '..', '..');
/** The cookie of a session, with something in it. */
const SESSION = /^(__Host-)?zonewatch_session=./;
const PASSWORD = 'a-password-for-benches-only';

/** The product as it is built, on a plant of its own. */
export interface Product extends Target {
  dataDirectory: string;
  /** Environment that a command on the same data directory needs. */
  env: NodeJS.ProcessEnv;
  /** Signs one of the demo's people in, such as `operator`; resolves to the Cookie header of a session. */
  signIn(person: string): Promise<string>;
}

/**
 * Prepares a data directory for `plant` and starts the built server on it, with the embedded database and
 * defaults throughout; `env` overrides. Nothing of it is left after `stop`, nor when this process ends first.
 */
export async function startProduct(
  plant: BenchPlant,
  { env: extra = {} }: { env?: NodeJS.ProcessEnv } = {},
): Promise<Product> {
  const directory = temporaryDirectory('bench');
  const dataDirectory = join(directory.path, 'data');
  const [port, mqttPort] = [await freePort(), await freePort()];
  const env = cleanEnvironment({
    ZONEWATCH_KIND: 'demo',
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    ZONEWATCH_DATA: dataDirectory,
    ZONEWATCH_DEMO_PASSWORD: PASSWORD,
    ...extra,
  });
  const server = new ServerProcess(env);
  const preparing = new AbortController();
  const postmaster = () => postmasterPid(dataDirectory);
  const leftBehind = atExit(() => {
    preparing.abort();
    server.signal('SIGKILL');
    endDatabase(dataDirectory, postmaster);
    directory.remove();
  });
  const stop = async () => {
    await server.end('SIGTERM');
    endDatabase(dataDirectory, postmaster);
    leftBehind();
    directory.remove();
  };
  try {
    await prepare(plant, { folder: directory.path, env, signal: preparing.signal });
    await server.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: 'zonewatch',
    url: server.url,
    mqttPort,
    dataDirectory,
    env,
    credentials: (gateway) => readCredentials(join(dataDirectory, 'simulator', 'gateways', gateway)),
    pids: () => ({ node: serverPid(dataDirectory), postmaster: postmaster() }),
    signIn: (person) => signIn(server.url, person),
    stop,
  };
}

interface Preparation {
  folder: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Database, plant, certificates and people. */
async function prepare(plant: BenchPlant, { folder, env, signal }: Preparation): Promise<void> {
  const file = join(folder, 'plant.yaml');
  writeFileSync(file, plant.text);
  const args = [join(root, 'src', 'cli', 'zonewatch.js'), 'demo', 'prepare', file];
  const { code, output } = await runToEnd(args, { cwd: root, env, signal, errors: 'kept' });
  if (code !== 0) throw new Error(`The plant could not be prepared:\n${output}`);
}

function readCredentials(folder: string): GatewayCredentials {
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { certificatePem: file('certificate.pem'), keyPem: file('key.pem'), caPem: file('ca.pem') };
}

async function signIn(url: string, username: string): Promise<string> {
  const response = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { origin: url, accept: 'application/json' },
    body: new URLSearchParams({ username, password: PASSWORD }),
  });
  if (!response.ok)
    throw new Error(`${username} could not sign in: ${response.status} ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  if (!cookies.some((cookie) => SESSION.test(cookie)))
    throw new Error(`${username} signed in and got no session cookie`);
  return cookies.join('; ');
}
