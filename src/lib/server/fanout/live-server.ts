import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Service } from '../service';
import { every } from './every';
import { handshake, isOwnOrigin } from './handshake';
import { ROUND_MS } from './frame-pace';
import { HEARTBEAT_MS, LiveHub, type HubOptions } from './live-hub';
import type { LiveSession } from './live-source';
import type { LiveIo } from './rooms';

/** The second's work keeps clear of the rounds: nobody waits for both. */
const SECOND_AFTER_MS = ROUND_MS / 2;
const ENERGY_MS = 60_000;
/** A session that another process ended is closed within a second. */
const SESSION_MS = 500;
/** Nothing that a page sends is larger. */
const LARGEST_MESSAGE = 16_384;
/** Half-open connections are noticed within the sum of the two. */
const PING_MS = 5_000;
/** Time for everybody's last message when the server stops. */
const FAREWELL_MS = 300;

interface LiveServerOptions extends HubOptions {
  http: HttpServer;
  /** The session of a `Cookie` header; rejects while that cannot be known. */
  authenticate(cookieHeader: string | undefined): Promise<LiveSession | undefined>;
}

export interface LiveServer extends Service {
  /** Tells every page that the server stops, closes their connections, and lets go of the HTTP server. */
  stop(): Promise<void>;
  /** Number of connected pages. */
  sockets(): number;
}

/**
 * The live server: WebSockets on the given HTTP server, for pages of our own origin with a session. It sends
 * each audience the views on its screens as frames, and the durable stream without gaps.
 */
export function createLiveServer(options: LiveServerOptions): LiveServer {
  const { http, authenticate, clock, log, metrics } = options;
  const before = new Set(http.listeners('upgrade'));
  const io: LiveIo = new Server(http, {
    serveClient: false,
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
    connectTimeout: PING_MS,
    maxHttpBufferSize: LARGEST_MESSAGE,
    allowRequest: (request, decide) => {
      const isOwn = isOwnOrigin(request);
      if (!isOwn) metrics.refusals.inc({ kind: 'foreign-origin' });
      decide(isOwn ? null : 'request.foreign-origin', isOwn);
    },
  });
  const ours = http.listeners('upgrade').filter((listener) => !before.has(listener));
  const hub = new LiveHub(io, options);
  const clients = () => [...hub.clients];

  io.use(
    handshake({
      authenticate,
      log,
      socketsOf: ({ actor }) => clients().filter(({ session }) => session.actor.id === actor.id).length,
    }),
  );
  io.on('connection', (socket) => hub.connect(socket));

  return {
    name: 'live server',
    sockets: () => clients().length,
    async run(signal) {
      hub.listen();
      try {
        await hub.refreshStream();
        await Promise.all([
          every(ROUND_MS, clock, signal, () => hub.round()),
          clock
            .sleep(SECOND_AFTER_MS, signal)
            .then(() => every(HEARTBEAT_MS, clock, signal, () => hub.second())),
          every(HEARTBEAT_MS, clock, signal, () => hub.refreshStream()),
          every(SESSION_MS, clock, signal, () => hub.checkSessions()),
          every(ENERGY_MS, clock, signal, () => hub.refreshEnergy()),
        ]);
      } finally {
        hub.ignore();
      }
    },
    async stop() {
      for (const client of clients()) client.end('server-stopping');
      if (io.engine.clientsCount > 0) await clock.sleep(FAREWELL_MS);
      io.engine.close();
      for (const listener of ours) http.off('upgrade', listener as () => void);
    },
  };
}
