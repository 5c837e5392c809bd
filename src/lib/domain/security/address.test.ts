import { expect, it } from 'vitest';
import { isAddress, isPrivateAddress, plainAddress } from './address';

it('an address is IPv4 or IPv6, and nothing that only looks like one', () => {
  for (const address of ['192.0.2.1', '::1', '2001:db8::10', '::ffff:192.0.2.1'])
    expect(isAddress(address)).toBe(true);
  for (const text of [
    '',
    'UNKNOWN',
    '300.1.1.1',
    '1.2.3',
    '192.0.2.1;',
    'example.org',
    '1.2.3.4.5',
    'a'.repeat(50),
  ]) {
    expect(isAddress(text)).toBe(false);
  }
});

it('what is inside a plant by its address alone', () => {
  for (const inside of [
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.1',
    '169.254.0.9',
    'fd00:1::2',
    'fe80::1',
  ]) {
    expect(isPrivateAddress(inside)).toBe(true);
  }
  for (const outside of ['172.32.0.1', '100.64.0.1', '198.51.100.1', '2001:db8::1', 'fdsomething', '']) {
    expect(isPrivateAddress(outside)).toBe(false);
  }
});

it('one address has one form', () => {
  expect(plainAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(plainAddress('[2001:db8::1]')).toBe('2001:db8::1');
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  expect(plainAddress('::ffff:nonsense')).toBe('::ffff:nonsense');
});
