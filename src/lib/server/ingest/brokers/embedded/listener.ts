import { constants, type X509Certificate } from 'node:crypto';
import { createServer, type TLSSocket, type Server, type SecureContextOptions } from 'node:tls';
import type { TlsMaterial } from '../../identity/credentials';
import type { RefusalKind } from '../../link-observer';

const HANDSHAKE_WITHIN_MS = 10_000;
const TCP_KEEP_ALIVE_MS = 30_000;

interface Turned {
  kind: RefusalKind;
  address: string;
  detail: string;
}

/**
 * Listens for TLS with a certificate demanded from the other side. Node would turn an unverified chain away
 * by itself, but without telling whose it was: so that is done here, and nothing else may pass a socket on.
 */
export function createListener(
  material: TlsMaterial,
  on: {
    secure(socket: TLSSocket, peer: { address: string; certificate: X509Certificate }): void;
    refused(refusal: Turned): void;
  },
): Server {
  const server = createServer({
    ...contextOptions(material),
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_WITHIN_MS,
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    const address = addressOf(socket);
    const certificate = socket.getPeerX509Certificate();
    if (!socket.authorized || certificate === undefined) {
      on.refused({ ...unverified(socket, certificate), address });
      return void socket.destroy();
    }
    socket.setNoDelay(true);
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    on.secure(socket, { address, certificate });
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    // Before the handshake is over the socket has no other listener, and it may fail once more.
    socket.on('error', () => socket.destroy());
    // Somebody who only looked whether the port is open, or went away.
    if (error.code === 'ECONNRESET') return;
    on.refused({ kind: 'handshake-failed', detail: error.code ?? 'no TLS', address: addressOf(socket) });
  });
  return server;
}

/**
 * What new connections get; those that are open keep what they began with. No session tickets: each
 * connection proves its certificate anew, also after a change of authorities.
 */
export function contextOptions(material: TlsMaterial): SecureContextOptions {
  return {
    cert: material.certificate,
    key: material.key,
    ca: [...material.clientAuthorities],
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}

const PAST_OR_FUTURE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

function unverified(
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
): { kind: RefusalKind; detail: string } {
  if (certificate === undefined) return { kind: 'no-certificate', detail: 'came without a certificate' };
  // The code of the verification, whatever its declared type says.
  const code = String(socket.authorizationError);
  const claimed = certificate.subject.slice(0, 100);
  const kind = PAST_OR_FUTURE.has(code) ? 'certificate-expired' : 'unknown-authority';
  return { kind, detail: `${code}, claims to be ${claimed}` };
}

const addressOf = (socket: TLSSocket): string => (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
