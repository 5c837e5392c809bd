import { expect, it } from 'vitest';
import { leafHash, objectHash } from './leaf';

it('the leaf of an empty entry is the one that the standard’s test vectors have', () => {
  expect(leafHash(new Uint8Array()).toString('hex')).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
});

it('a leaf is never the hash of the bare bytes, so that a leaf cannot pass for a node', () => {
  const bytes = new TextEncoder().encode('e0');
  expect(leafHash(bytes).toString('hex')).toBe(
    '956ae51bd3e285ccb826298dd523dd08824ce5579749994f2e0021737b9dd4b8',
  );
});

it('equal objects have one hash, whatever the order of their fields', () => {
  expect(objectHash({ a: 1, b: 2 })).toBe(objectHash({ b: 2, a: 1 }));
  expect(objectHash(undefined)).toBeUndefined();
});
