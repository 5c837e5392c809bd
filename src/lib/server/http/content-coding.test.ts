import { describe, expect, it } from 'vitest';
import { acceptedCodings } from './content-coding';

describe('the codings that a request takes', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['identity', []],
    ['gzip, deflate, br, zstd', ['br', 'gzip']],
    ['gzip, deflate', ['gzip']],
    ['GZIP', ['gzip']],
    ['br;q=0, gzip', ['gzip']],
    ['gzip;q=1.0, br;q=0.5', ['gzip', 'br']],
    ['*', ['br', 'gzip']],
    ['*;q=0', []],
    ['br;q=0, *', ['gzip']],
    ['brotli, gzipped', []],
    ['gzip;q=many', []],
  ])('%s: %j', (header, codings) => {
    expect(acceptedCodings(header)).toEqual(codings);
  });
});
