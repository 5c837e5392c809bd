import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookSettings } from '../../src/lib/server/incidents/webhooks/target';

export interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  body: { event: string; step: number; incident: { id: number; title: string; severity: number } };
}

export interface Receiver {
  url: URL;
  received: Received[];
  /** What the next calls are answered with; 204 when nothing is left. */
  answers: ((response: ServerResponse) => void)[];
  /** Settings of a plant whose only webhook this is. */
  settings(given?: Partial<WebhookSettings>): WebhookSettings;
  close(): Promise<void>;
}

/** A pager that writes down what it is told. */
export async function webhookReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, text, body: JSON.parse(text) as Received['body'] });
      const answer = answers.shift() ?? ((one: ServerResponse) => void one.writeHead(204).end());
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/page?key=s3cret`);
  return {
    url,
    received,
    answers,
    settings: (given) => ({
      targets: [{ name: 'pager', url }],
      hosts: new Set([url.host]),
      secret: 'test-secret',
      allowsOwnMachine: true,
      ...given,
    }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
