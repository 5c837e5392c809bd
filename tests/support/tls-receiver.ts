import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface TlsReceived {
  method: string;
  /** As it stood on the wire. */
  target: string;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A server outside that writes down what it is asked, over TLS. */
export async function tlsReceiver(
  pair: { certificatePem: string; keyPem: string },
  at: { host?: string; port?: number } = {},
) {
  const received: TlsReceived[] = [];
  const answers: ((response: ServerResponse) => void)[] = [];
  const server = createServer({ cert: pair.certificatePem, key: pair.keyPem }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, target: url, headers, text: Buffer.concat(chunks).toString() });
      const answer = answers.shift() ?? ((one: ServerResponse) => void one.writeHead(204).end());
      answer(response);
    });
  });
  // A client that does not believe the certificate breaks the handshake off.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(at.port ?? 0, at.host ?? '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    /** What the next calls are answered with; 204 when nothing is left. */
    answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type TlsReceiver = Awaited<ReturnType<typeof tlsReceiver>>;
