import { describe, expect, it } from 'vitest';
import { isForeign } from './own-origin';

const here = new URL('http://plant.example:3000/account');
const over = new URL('https://plant.example/account');
const check = (url: URL, headers: Record<string, string>, method = 'POST') =>
  isForeign(method, url, new Headers(headers));

describe('a request that may change something', () => {
  it('passes from our own page', () => {
    expect(check(here, { origin: 'http://plant.example:3000', cookie: 'a=b' })).toBe(false);
    expect(check(over, { origin: 'https://plant.example', cookie: 'a=b' })).toBe(false);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'QUERY'])('is refused from elsewhere: %s', (method) => {
    expect(check(here, { origin: 'http://evil.example' }, method)).toBe(true);
  });

  it.each([
    ['another port', 'http://plant.example:3001'],
    ['a name that only begins like ours', 'http://plant.example:3000.evil.example'],
    ['nowhere, as sandboxed frames do', 'null'],
    ['rubbish', 'plant.example'],
  ])('is refused from %s', (_what, origin) => {
    expect(check(here, { origin })).toBe(true);
  });

  it('is refused from a plain page of our name when we speak TLS', () => {
    expect(check(over, { origin: 'http://plant.example' })).toBe(true);
  });

  it('without an origin passes only without cookies: a script that signs in', () => {
    expect(check(here, {})).toBe(false);
    expect(check(here, { cookie: 'zonewatch_session=x' })).toBe(true);
  });
});

it('reading is never refused for where it comes from', () => {
  expect(check(here, { origin: 'http://evil.example', cookie: 'a=b' }, 'GET')).toBe(false);
});
