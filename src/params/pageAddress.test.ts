import { expect, it } from 'vitest';
import { match } from './pageAddress';

it.each([
  ['nowhere', true],
  ['drives/no such', true],
  ['v1.2/notes', true],
  ['apiary', true],
  ['api', false],
  ['api/v1/nothing', false],
  ['robots.txt', false],
  ['.well-known/security.txt', false],
])('%s is the address of a page: %s', (address, isPage) => {
  expect(match(address)).toBe(isPage);
});
