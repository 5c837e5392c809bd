import { expect, it } from 'vitest';
import { readDuration } from './stage-certificate';

it.each([
  ['90s', 90_000],
  ['20min', 1_200_000],
  ['3h', 10_800_000],
  ['3d', 259_200_000],
])('%s is %i ms', (text, ms) => expect(readDuration(text)).toBe(ms));

it.each(['', '3', '0d', '-1d', '3 d', '3w', '9999999s', '99999d'])('"%s" is no time', (text) => {
  expect(() => readDuration(text)).toThrow('is no time');
});
