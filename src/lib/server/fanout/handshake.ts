import type { IncomingMessage } from 'node:http';
import { ERRORS, type ErrorCode } from '../../domain/errors';
import type { Logger } from '../log';
import type { LiveSocket } from './client';
import type { LiveSession } from './live-source';

/** Windows one person may have open; a page that reconnects wildly does not take the others' places. */
export const SOCKETS_PER_PERSON = 32;

/**
 * Whether the page that opens the socket is our own: the host of its Origin is the host it asked for.
 * Browsers always send an Origin with a WebSocket; whoever sends none is no page of ours (D15). Where we are
 * reached over TLS, a page of the same name that came without it may be anybody's.
 */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  // What a forwarding header claims can only make us stricter here, so anybody may claim it.
  const isOverTls = 'encrypted' in request.socket || request.headers['x-forwarded-proto'] === 'https';
  return from.host === host && (from.protocol === 'https:' || !isOverTls);
}

/** The error a browser gets instead of a connection; `data.code` is of the error table. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly data: { code: ErrorCode };

  constructor(code: ErrorCode) {
    super(ERRORS[code].title);
    this.data = { code };
  }
}

interface HandshakeOptions {
  authenticate(cookieHeader: string | undefined): Promise<LiveSession | undefined>;
  socketsOf(session: LiveSession): number;
  log: Logger;
}

/** Lets in who has a session, and keeps nothing of the request. */
export function handshake({ authenticate, socketsOf, log }: HandshakeOptions) {
  async function admit(socket: LiveSocket): Promise<RefusedError | undefined> {
    const session = await authenticate(socket.handshake.headers.cookie);
    if (session === undefined) return new RefusedError('access.sign-in-needed');
    if (socketsOf(session) >= SOCKETS_PER_PERSON) return new RefusedError('access.too-many-attempts');
    socket.data.session = session;
    socket.data.connection = socket.request.socket;
    // The cookie is a secret, and the library keeps the request for as long as the socket lives.
    socket.handshake.headers = {};
    Object.assign(socket.conn, { request: null });
    return undefined;
  }

  return (socket: LiveSocket, next: (error?: Error) => void): void => {
    admit(socket).then(next, (error: unknown) => {
      log.debug({ err: error }, 'live handshake failed');
      next(new RefusedError('database.unavailable'));
    });
  };
}
