import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { DomainError } from '../domain/errors';
import { listen } from './http-server';
import { listenFault } from './listen-fault';
import { readSettings } from './settings';

it('a port that is taken is told with the setting that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const attempt = listen(createServer(), { ...readSettings({}, '/srv'), port });
  await expect(attempt).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken by another program. Stop that, or set PORT.`,
  );
  other.close();
});

it.each([
  ['EACCES', 'Set MQTT_PORT to one of 1024 or above.'],
  ['EADDRNOTAVAIL', 'This machine has no address 192.0.2.1. Set MQTT_HOST'],
])('%s says what to do', (code, words) => {
  const fault = listenFault(Object.assign(new Error('listen'), { code }), {
    host: '192.0.2.1',
    port: 883,
    prefix: 'MQTT_',
  });
  expect(fault).toBeInstanceOf(DomainError);
  expect((fault as Error).message).toContain(words);
});

it('what is not understood stays as it is', () => {
  const error = new Error('odd');
  expect(listenFault(error, { host: '::1', port: 1, prefix: '' })).toBe(error);
});
