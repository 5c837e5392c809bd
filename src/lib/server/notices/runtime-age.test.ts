import { expect, it } from 'vitest';
import { runtimeNotice } from './runtime-age';

it('warns of a runtime that is past its end of life', () => {
  expect(runtimeNotice('v20.20.2', Date.parse('2026-11-21'))).toMatchObject({
    severity: 'warning',
    text: expect.stringContaining('no security updates since 2026-04-30'),
  });
});

it('speaks of a coming end in its last quarter only', () => {
  expect(runtimeNotice('v24.1.0', Date.parse('2026-11-21'))).toBeUndefined();
  expect(runtimeNotice('v24.1.0', Date.parse('2028-03-01'))).toMatchObject({ severity: 'info' });
});

it('says nothing of a runtime it does not know', () => {
  expect(runtimeNotice('v31.0.0', Date.parse('2026-11-21'))).toBeUndefined();
});
