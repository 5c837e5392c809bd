import { cpSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/free-port';
import { cleanEnvironment, ServerProcess } from '../support/server-process';
import { temporaryDirectory } from '../support/temporary-directory';

const root = join(import.meta.dirname, '..', '..');
const copy = temporaryDirectory('build');
let server: ServerProcess;

/** The program with a build of its own, which a test may damage. */
beforeAll(async () => {
  for (const name of ['src', 'node_modules', 'drizzle', 'package.json'])
    symlinkSync(join(root, name), join(copy.path, name));
  cpSync(join(root, 'build'), join(copy.path, 'build'), { recursive: true });
  rmSync(join(copy.path, 'src'));
  for (const name of ['main.js', 'request-store.js'])
    cpSync(join(root, 'src', name), join(copy.path, 'src', name));
  const env = cleanEnvironment({
    PORT: String(await freePort()),
    MQTT_PORT: String(await freePort()),
    ZONEWATCH_DATA: join(copy.path, 'data'),
  });
  server = new ServerProcess(env, copy.path);
  await server.start();
});
afterAll(async () => {
  await server?.end('SIGTERM');
  copy.remove();
});

it('a server whose page files are replaced under it goes on recording', async () => {
  const folder = join('_app', 'immutable', 'entry');
  const file =
    readdirSync(join(copy.path, 'build', 'client', folder)).find((name) => name.endsWith('.js')) ?? '';
  const address = `${server.url}/${folder}/${file}`;
  expect((await fetch(address)).status).toBe(200);
  rmSync(join(copy.path, 'build', 'client'), { recursive: true });
  await fetch(address, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});
