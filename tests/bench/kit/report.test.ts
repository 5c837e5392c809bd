import { expect, it } from 'vitest';
import { isReached, table, type Result } from './report';

const result = (rest: Partial<Result>): Result => ({
  scenario: 'fleet',
  title: '2,000 drives',
  at: '2026-11-21T08:00:00.000Z',
  tookSeconds: 70,
  settings: { seconds: 60, runs: 3 },
  machine: { cpu: 'a processor', cores: 2, memoryGiB: 24, kernel: '6' },
  versions: { node: 'v20', postgres: '18', chromium: '147' },
  commit: 'abc',
  figures: [],
  ...rest,
});

const figures = [
  { name: 'publish to painted, p99', value: 412.4, unit: 'ms', limit: { most: 500 } },
  { name: 'ratio', value: 0.5, unit: '', limit: { least: 0.6 }, detail: 'of bare' },
  { name: 'frames', value: 2_400, unit: '' },
];

it('a result is a table with each limit and what became of it', () => {
  expect(table(result({ figures }))).toBe(
    [
      'fleet: 2,000 drives',
      '  publish to painted, p99  412 ms  <= 500 ms  reached',
      '  ratio                       0.5     >= 0.6  missed   of bare',
      '  frames                    2,400',
      '',
    ].join('\n'),
  );
});

it('one missed limit is enough, and so is an error', () => {
  expect(isReached(result({ figures }))).toBe(false);
  expect(isReached(result({ figures: figures.filter(({ name }) => name !== 'ratio') }))).toBe(true);
  expect(isReached(result({ error: 'no port' }))).toBe(false);
  expect(table(result({ error: 'no port' }))).toContain('not measured: no port');
});
