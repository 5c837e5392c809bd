import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { isOwnOrigin } from './handshake';

const request = (headers: Record<string, string>, socket: object = {}) =>
  ({ headers: { host: 'plant.example', ...headers }, socket }) as unknown as IncomingMessage;

it.each([
  [{ origin: 'http://plant.example' }, {}, true],
  [{ origin: 'https://plant.example' }, {}, true],
  [{ origin: 'https://plant.example' }, { encrypted: true }, true],
  [{ origin: 'http://plant.example' }, { encrypted: true }, false],
  [{ origin: 'http://plant.example', 'x-forwarded-proto': 'https' }, {}, false],
  [{ origin: 'https://plant.example.evil' }, {}, false],
  [{ origin: 'https://plant.example:444' }, {}, false],
  [{ origin: 'null' }, {}, false],
  [{}, {}, false],
])('%j over %j is our own page: %s', (headers, socket, own) =>
  expect(isOwnOrigin(request(headers, socket))).toBe(own),
);
