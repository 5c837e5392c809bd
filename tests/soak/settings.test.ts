import { expect, it } from 'vitest';
import { readSettings } from './settings';

it('says which names are not known, and which are', () => {
  expect(() => readSettings({ SOAK_CUTS: '20', SOAK_GATEWAYS: '4', PATH: '/bin' })).toThrow(
    /^SOAK_CUTS, SOAK_GATEWAYS: not known\. .*SOAK_MINUTES, .*SOAK_KEEP/,
  );
  expect(() => readSettings({ SOAK_KILLS: 'many' })).toThrow('SOAK_KILLS must be a number');
  expect(readSettings({ SOAK_DRIVES: '200', SOAK_KEEP: '1' })).toMatchObject({ drives: 200, keep: true });
});
