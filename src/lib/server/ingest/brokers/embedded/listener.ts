import { constants } from 'node:crypto';
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

/** Listens for TLS with a certificate demanded from the other side; an unverified chain gets no further. */
export function createListener(
  material: TlsMaterial,
  on: { secure(socket: TLSSocket, address: string): void; refused(refusal: Turned): void },
): Server {
  const server = createServer({
    ...contextOptions(material),
    requestCert: true,
    rejectUnauthorized: true,
    handshakeTimeout: HANDSHAKE_WITHIN_MS,
  });
  server.on('secureConnection', (socket) => {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    on.secure(socket, addressOf(socket));
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    // Before the handshake is over the socket has no other listener, and it may fail once more.
    socket.on('error', () => socket.destroy());
    // Somebody who only looked whether the port is open.
    if (socket.bytesRead === 0) return;
    on.refused({ ...classify(error, socket), address: addressOf(socket) });
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

function classify(error: NodeJS.ErrnoException, socket: TLSSocket): { kind: RefusalKind; detail: string } {
  if (error.code === 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE') {
    return { kind: 'no-certificate', detail: 'came without a certificate' };
  }
  // Node sets it to the code of the verification, whatever its declared type says.
  const verification: unknown = socket.authorizationError;
  if (verification === 'CERT_HAS_EXPIRED' || verification === 'CERT_NOT_YET_VALID') {
    return { kind: 'certificate-expired', detail: String(verification) };
  }
  if (verification) return { kind: 'unknown-authority', detail: String(verification) };
  return { kind: 'handshake-failed', detail: error.code ?? error.message.slice(0, 200) };
}

const addressOf = (socket: TLSSocket): string => (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
