import { parentPort } from 'node:worker_threads';
import { workerInput } from '../start-worker';
import { monotonic } from './clock';
import { GatewayLine, type LoadGateway } from './gateway-line';
import { Tally } from './tally';
import { timetable } from './timetable';

/** What the generator's thread is given. */
export interface LoadInput {
  port: number;
  gateways: readonly LoadGateway[];
  hz: number;
  burst: number;
  window: number;
  tally: SharedArrayBuffer;
  publishedAt: SharedArrayBuffer;
}

/** To the thread. */
export type LoadOrder = 'begin' | 'stop';
/**
 * From the thread: connected; closed, with so many messages that were never acknowledged, and so many that were
 * due and never sent.
 */
export type LoadReport = 'connected' | { unacknowledged: number; unsent: number };

/** TLS handshakes at a time: enough to keep both sides busy, few enough to time none out. */
const HANDSHAKES = 8;
/** How long a stop waits for acknowledgements. */
const ACKNOWLEDGED_WITHIN_MS = 30_000;
/** How often the oldest waiting message is looked for while there are any. */
const LOOK_EVERY_MS = 50;

const port = parentPort;
if (port === null) throw new Error('runs as a worker thread only');
const input = workerInput<LoadInput>();
const tally = new Tally(input.tally);
const periodMs = 1_000 / input.hz;
const lines: GatewayLine[] = [];
let timer: NodeJS.Timeout | undefined;

async function openLines(): Promise<void> {
  const context = {
    port: input.port,
    window: input.window,
    tally,
    publishedAt: new Float64Array(input.publishedAt),
  };
  let next = 0;
  const openSome = async () => {
    for (let i = next++; i < input.gateways.length; i = next++) {
      lines[i] = await GatewayLine.open(input.gateways[i]!, context);
    }
  };
  await Promise.all(Array.from({ length: HANDSHAKES }, openSome));
}

function begin(): void {
  const drives = input.gateways.map((gateway) => gateway.drives.length);
  const departures = timetable({ drives, burst: input.burst, periodMs });
  const began = monotonic();
  let done = 0;
  let lookAt = 0;
  const dueOf = (k: number) =>
    began + Math.floor(k / departures.length) * periodMs + departures[k % departures.length]!.offset;
  const tick = () => {
    const now = monotonic();
    let due = dueOf(done);
    for (; due <= now; due = dueOf(++done)) {
      const { gateway, from, to } = departures[done % departures.length]!;
      lines[gateway]!.publish(from, to, due);
    }
    tally.nextDue(due);
    if (tally.anyWaiting && now >= lookAt) {
      tally.waitingSince(Math.min(...lines.map((line) => line.waitingSince)));
      lookAt = now + LOOK_EVERY_MS;
    }
    timer = setTimeout(tick, due - monotonic());
  };
  tick();
}

async function stop(): Promise<void> {
  clearTimeout(timer);
  tally.nextDue(Infinity);
  const deadline = monotonic() + ACKNOWLEDGED_WITHIN_MS;
  const inFlight = () => lines.reduce((sum, line) => sum + line.inFlight, 0);
  while (inFlight() > 0 && monotonic() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  const unacknowledged = inFlight();
  const unsent = lines.reduce((sum, line) => sum + line.close(), 0);
  report({ unacknowledged, unsent });
  port?.close();
}

const report = (what: LoadReport) => port.postMessage(what);

port.on('message', (order: LoadOrder) => (order === 'begin' ? begin() : void stop()));
await openLines();
report('connected');
