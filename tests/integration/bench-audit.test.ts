import { expect, it } from 'vitest';
import { auditFigures } from '../bench/alarms/audit-figures';

it('the bench of the audit log appends without fork or gap, and verifies what it wrote', async () => {
  const context = { seconds: 1, runs: 1, say: () => undefined, signal: new AbortController().signal };
  const figures = await auditFigures(context, { entries: 3_000, writingMs: 300 });
  expect(figures.map(({ name }) => name)).toEqual([
    'audit: appends of 16 writers beside a bare locked-head insert',
    'audit: appends told as done and not an entry of their own',
    'audit: gaps',
    expect.stringMatching(/^audit: verifying [\d,]+ entries$/),
  ]);
  expect(figures.slice(1, 3).map(({ value }) => value)).toEqual([0, 0]);
  expect(figures.every(({ value }) => Number.isFinite(value))).toBe(true);
});
