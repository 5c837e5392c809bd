import { expect, it } from 'vitest';
import { HOME, returnPath, signInPath } from './return-path';

it('leads back to a page of our own', () => {
  expect(returnPath('/drives/d1?tab=trend')).toBe('/drives/d1?tab=trend');
  expect(signInPath(new URL('http://x/audit?actor=kim'))).toBe('/login?next=%2Faudit%3Factor%3Dkim');
});

it.each([
  null,
  '',
  'overview',
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/a\nb',
  '/login',
  '/logout',
])('never leads anywhere else: %j', (wanted) => expect(returnPath(wanted)).toBe(HOME));
