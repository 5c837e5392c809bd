/**
 * Process entry of a production start. Plain JavaScript, because the built handler must be loaded after the
 * environment it reads is in order, and nothing may be bundled twice.
 *
 * Importing the handler starts the runtime (hooks.server.ts): it reads the settings, makes the HTTP server,
 * attaches the live server and leaves both in the host object.
 */
import './request-store.js';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {import('./lib/server/host').Host} Host */

// Kit's own Origin rule follows these two headers, which our listener always sets itself.
delete process.env.ORIGIN;
delete process.env.HOST_HEADER;
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
process.env.ADDRESS_HEADER = 'x-zonewatch-client-address';
// An advisory is the largest body there is; smaller limits are our own (http/body-limit.ts).
process.env.BODY_SIZE_LIMIT = String(4 * 1_024 * 1_024);

/** @type {Host} */
const host = { mode: 'production', handle: (_req, res) => void res.writeHead(503).end('Starting') };
/** @type {Record<symbol, unknown>} */ (/** @type {unknown} */ (globalThis))[Symbol.for('zonewatch.host')] =
  host;

let stopping = false;
/** @param {number} code */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await host.stop?.();
  process.exit(code);
}
process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
// Started by a program that has gone, such as a demo that was killed: nobody is left to stop us.
process.on('disconnect', () => void stop(0));

// A mistake of ours that nobody caught, rejected promises too: what is left may be half done, so it ends in
// order, and whoever watches over the process starts it again.
process.on('uncaughtException', (error) => {
  console.error(error instanceof Error ? error.stack : error);
  if (!isMissingPageFile(error)) void stop(1);
});

const build = join(import.meta.dirname, '..', 'build', 'handler.js');

/**
 * A page's file that vanished while it was being sent, as when a build is replaced under a running server:
 * that request is lost, and no reason to stop recording a plant.
 * @param {unknown} error
 */
function isMissingPageFile(error) {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ENOENT' &&
    'path' in error &&
    String(error.path).startsWith(dirname(build))
  );
}
if (!existsSync(build)) {
  console.error('There is no build yet. Run: npm run build');
  process.exit(1);
}
try {
  const { handler } = await import(pathToFileURL(build).href);
  host.handle = handler;
  await host.listen?.();
} catch (error) {
  console.error(error instanceof Error && error.name === 'DomainError' ? error.message : error);
  await stop(1);
}
