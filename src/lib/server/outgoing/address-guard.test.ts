import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { refusalOf, withoutMapping } from './address-guard';

const NONE: ReadonlySet<string> = new Set();

describe('an address that nothing may be sent to', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%s', (address) => expect(refusalOf(address, NONE)).toBeDefined());

  it('is any of this machine’s own', () => {
    const own = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).map(({ address }) => address),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const address of own) expect(refusalOf(address, NONE)).toBeDefined();
  });

  it('is one from which a gateway connects, however it is written', () => {
    const plant = new Set(['10.20.0.7']);
    expect(refusalOf('10.20.0.7', plant)).toContain('plant');
    expect(refusalOf('::ffff:10.20.0.7', plant)).toContain('plant');
    expect(refusalOf('::ffff:0a14:0007', plant)).toContain('plant');
  });

  it('is none of others, in the plant’s office network or beyond', () => {
    for (const address of ['10.9.8.7', '192.168.77.5', '203.0.113.9', '2001:db8::5']) {
      expect(refusalOf(address, NONE)).toBeUndefined();
    }
  });

  it('is the same in both ways of writing a mapped address', () => {
    expect(withoutMapping('::ffff:c0a8:0105')).toBe('192.168.1.5');
    expect(withoutMapping('::FFFF:192.168.1.5')).toBe('192.168.1.5');
    expect(withoutMapping('2001:DB8::1')).toBe('2001:db8::1');
  });
});
