import { describe, expect, it } from 'vitest';
import { readGatewayRequest } from './gateway-command';

const read = (command: string, content?: string) => readGatewayRequest({ command, content });

describe('a command to a gateway, as a playbook writes it', () => {
  it('is an operation with its fields', () => {
    expect(read('firmware_update', '{"name":"os","version":"2.1.0"}')).toEqual({
      operation: 'firmware_update',
      fields: { name: 'os', version: '2.1.0' },
    });
    expect(read(' restart ')).toEqual({ operation: 'restart', fields: {} });
  });

  it.each(['modbus_SetRegister', 'software_list', 'device_profile', '', 'restart now'])(
    'is never "%s": five operations are all there are',
    (operation) => expect(read(operation)).toHaveProperty('problem'),
  );

  it.each(['[]', '"x"', 'null', '{', '{"status":"successful"}', `{"x":"${'y'.repeat(12_000)}"}`])(
    'does not take %.40s for its fields',
    (content) => expect(read('restart', content)).toHaveProperty('problem'),
  );

  it('names the type of configuration or log that it is about', () => {
    expect(read('config_update', '{"type":"collectd.conf"}')).toHaveProperty('operation', 'config_update');
    expect(read('config_update', '{}')).toHaveProperty('problem');
    expect(read('log_upload', '{"lines":100}')).toHaveProperty('problem');
  });
});
