import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';
import { systemClock } from '../../../src/lib/server/clock';
import { createEmbeddedBroker } from '../../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import { Authority } from '../../../src/lib/server/ingest/identity/authority';
import type { LinkObserver } from '../../../src/lib/server/ingest/link-observer';
import { createLogger } from '../../../src/lib/server/log';
import { startEmbeddedPostgres } from '../../../src/lib/server/storage/embedded-postgres';
import { LatestValues } from './latest-values';
import { ListedIdentity } from './listed-identity';
import { keysOf, type BarePlan, type BareReady } from './plan';
import { Recorder } from './recorder';
import { makeTable } from './samples';

/**
 * The bare pipeline: what a product like this one cannot do without, and nothing else. The broker and the
 * database are the product's own; a message is JSON, twelve numbers are read by name, rows are committed and
 * then acknowledged, and every 250 ms all sockets are sent what changed. It knows no model of a plant, no
 * permissions, no detection, no summaries, and believes every message.
 */
const FRAME_MS = 250;

const HOST = '127.0.0.1';
const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BarePlan;
const log = createLogger('warn');
const clock = systemClock;
const stopping = new AbortController();
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => stopping.abort());
// Whoever started us is gone.
process.on('disconnect', () => stopping.abort());

const postgres = await startEmbeddedPostgres({ directory: plan.directory, log, clock });
const client = new pg.Client(postgres.connection);
await client.connect();
await makeTable(client);

const latest = new LatestValues(plan.gateways.reduce((sum, { drives }) => sum + drives.length, 0));
const recorder = new Recorder(plan.gateways, (...news) => latest.put(...news));
const recorderStops = new AbortController();
const recording = recorder.run(client, clock, recorderStops.signal);

const http = createServer();
// As the product's: WebSocket only, nothing compressed.
const sockets = new Server(http, { serveClient: false, transports: ['websocket'], perMessageDeflate: false });
sockets.on('connection', (socket) => void socket.join('all'));
const frames = setInterval(() => {
  const frame = latest.frame(clock.now());
  if (frame !== undefined) sockets.to('all').volatile.emit('frame', frame);
}, FRAME_MS);
await new Promise<void>((resolve) => http.listen(plan.httpPort, HOST, resolve));

const NOBODY: LinkObserver = {
  connected: () => undefined,
  disconnected: () => undefined,
  heard: () => undefined,
  held: () => undefined,
  rateLimited: () => undefined,
  refused: (refusal) => log.error(refusal, 'refused'),
};
const broker = createEmbeddedBroker({
  host: HOST,
  port: plan.mqttPort,
  identity: new ListedIdentity(
    await Authority.open(keysOf(plan.directory), HOST, clock.now()),
    plan.gateways.map(({ id }) => id),
  ),
  ingest: recorder,
  links: NOBODY,
  clock,
  log,
});
const listening = broker.run(stopping.signal);
await Promise.race([broker.ready(), listening]);
process.send?.({ postmaster: postgres.pid } satisfies BareReady);

await listening;
clearInterval(frames);
recorderStops.abort();
await recording;
await sockets.close();
await client.end();
await postgres.stop();
process.exit(0);
