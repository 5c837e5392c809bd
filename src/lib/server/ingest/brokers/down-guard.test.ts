import { describe, expect, it } from 'vitest';
import { GATEWAY_OPERATIONS } from '../../../domain/plant/gateway-operations';
import { whyNotDown } from './down-guard';

const init = Buffer.from('{"status":"init"}');
const types = new Set(['collectd.conf']);
const everything = new Map(GATEWAY_OPERATIONS.map((operation) => [operation, types]));
const why = (topic: string, payload = init, permissions = everything) =>
  whyNotDown(topic, payload, permissions);
const typed = Buffer.from('{"status":"init","type":"collectd.conf"}');

describe('what may leave towards plant equipment', () => {
  it('is a listed operation on the gateway itself', () => {
    const all = GATEWAY_OPERATIONS.map((operation) => why(`te/device/main///cmd/${operation}/zw-1`, typed));
    expect(all).toEqual(GATEWAY_OPERATIONS.map(() => undefined));
  });

  it('is nothing at all for a gateway for which nothing was permitted, but for taking a command back', () => {
    const without = new Map();
    for (const operation of GATEWAY_OPERATIONS) {
      expect(why(`te/device/main///cmd/${operation}/zw-1`, typed, without)).toBe('not-permitted');
      expect(why(`te/device/main///cmd/${operation}/zw-1`, Buffer.alloc(0), without)).toBeUndefined();
    }
  });

  it('is never an operation outside the list', () => {
    for (const operation of ['modbus_SetRegister', 'modbus_SetCoil', 'device_profile', 'software_list', '']) {
      expect(why(`te/device/main///cmd/${operation}/zw-1`)).toBe('operation-not-allowed');
    }
  });

  it('never goes to a child device or a service, because drives are child devices', () => {
    for (const target of ['te/device/pump-01//', 'te/device/main/service/tedge-agent', 'te/device/main/']) {
      expect(why(`${target}/cmd/restart/zw-1`)).toBe('not-the-main-device');
    }
  });

  it('is nothing but a command', () => {
    for (const topic of ['te/device/main///m/x', 'te/device/main///twin/x', 'spBv1.0/x', '', '#']) {
      expect(why(topic)).toBe('not-the-main-device');
    }
  });

  it('has an id of its own that fits one topic segment', () => {
    for (const id of ['', '/x', '+', '#', 'a/b', 'a\u0000', 'x'.repeat(129)]) {
      expect(why(`te/device/main///cmd/restart/${id}`)).toBe('bad-command-id');
    }
    expect(why('te/device/main///cmd/restart')).toBe('bad-command-id');
  });

  it('starts as a new command, or clears one', () => {
    const restart = 'te/device/main///cmd/restart/zw-1';
    expect(why(restart, Buffer.alloc(0))).toBeUndefined();
    for (const text of ['{"status":"executing"}', '{}', '[]', 'null', '"init"', '{', 'x'.repeat(20_000)]) {
      expect(why(restart, Buffer.from(text))).toBe('bad-payload');
    }
  });

  it.each(['config_update', 'log_upload'])(
    '%s is for the types that are permitted for the gateway',
    (operation) => {
      const ask = (type: unknown) =>
        why(`te/device/main///cmd/${operation}/zw-1`, Buffer.from(JSON.stringify({ status: 'init', type })));
      expect(ask('collectd.conf')).toBeUndefined();
      expect([ask('tedge.toml'), ask(undefined), ask(['collectd.conf'])]).toEqual(
        Array(3).fill('not-permitted'),
      );
    },
  );
});
