import { expect, it } from 'vitest';
import { readBroker } from './broker';

it.each([
  [
    '1795171000: OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed',
    'certificate verify failed',
  ],
  ['OpenSSL Error[0]: error:0A000418:SSL routines::tlsv1 alert unknown ca', 'unknown ca'],
])('a handshake that was refused says why: %s', (line, why) => {
  expect(readBroker(line)).toMatchObject({ type: 'tls.handshake_failed', fields: { why } });
});

it('who may not publish or connect is named', () => {
  expect(
    readBroker(
      "1795171000: Denied PUBLISH from gw-9 (d0, q1, r0, m1, 'te/device/main///e/x', ... (12 bytes))",
    ),
  ).toMatchObject({
    type: 'ot.mqtt_unauthorized',
    fields: { client: 'gw-9', topic: 'te/device/main///e/x' },
  });
  expect(
    readBroker('1795171000: Client gw-9 [198.51.100.23:50112] disconnected, not authorised.'),
  ).toMatchObject({
    type: 'ot.mqtt_unauthorized',
    fields: { client: 'gw-9', src: '198.51.100.23' },
  });
});

it('who breaks the rules of MQTT is named, once there is a name', () => {
  expect(readBroker('1795171000: Client gw-9 disconnected due to protocol error.')).toMatchObject({
    type: 'ot.mqtt_protocol_violation',
  });
  expect(readBroker('1795171000: Client <unknown> disconnected: Protocol error.')).toBe('nothing');
});

it('connections that come and go are nothing, and the rest unknown', () => {
  expect(readBroker('1795171000: New connection from 198.51.100.23:50112 on port 8883.')).toBe('nothing');
  expect(readBroker('1795171000: Client gw-1 disconnected.')).toBe('nothing');
  expect(readBroker('something else')).toBe('unknown');
});
