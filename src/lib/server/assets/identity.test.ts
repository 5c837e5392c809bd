import { describe, expect, it } from 'vitest';
import { identityOf } from './identity';

const twin = (name: string, body: unknown) => ({ name, body });

describe('what a device says that it is', () => {
  it('of a gateway: firmware of both slots, operating system and agent', () => {
    const found = identityOf([
      twin('device_OS', { family: 'Debian', version: '12' }),
      twin('device_Agent', { name: 'thin-edge.io', version: '2.0.1' }),
      twin('firmware', { version: '2.4.1', other_slot: 'B', other_slot_version: '2.4.0' }),
    ]);
    expect(found.versions.map(({ part, version }) => `${part} ${version}`)).toEqual([
      'firmware 2.4.1',
      'firmware, slot B 2.4.0',
      'Debian 12',
      'thin-edge.io 2.0.1',
    ]);
  });

  it('of a drive: model, serial number and software', () => {
    expect(identityOf([twin('drive', { model: 'VACON NXP', serial: '0042', firmware: 'V195' })])).toEqual({
      product: 'VACON NXP',
      serial: '0042',
      versions: [{ part: 'firmware', version: 'V195' }],
    });
  });

  it('is one short line, whatever was sent', () => {
    const { product } = identityOf([twin('hardware', { model: `A\u0000B\n\u202e${'x'.repeat(500)}` })]);
    expect(product).toMatch(/^A B x{100,116}$/);
  });

  it.each([null, 7, 'Debian 12', [], { version: { a: 1 } }, { family: '', version: '' }])(
    'is nothing when the twin is %j',
    (body) => {
      expect(identityOf([twin('device_OS', body), twin('firmware', body)]).versions).toEqual([]);
    },
  );
});
