import { describe, expect, it } from 'vitest';
import { isInRange, readRange } from './version-range';

const verdict = (range: string, installed?: string) => isInRange(readRange(range), installed).verdict;

describe('versions that an advisory speaks of', () => {
  it.each([
    ['vers:all/*', undefined, 'in'],
    ['vers:all/*', 'anything at all', 'in'],
    ['<R4.2', '4.1', 'in'],
    ['<R4.2', 'R4.2', 'out'],
    ['<R4.2', '4.2.4', 'out'],
    ['<=5.13', '5.9', 'in'],
    ['<=5.13', '5.13', 'in'],
    ['<=5.13', '5.14.41', 'out'],
    ['>= 1.1.0 | <= 2.5.0', '1.0.9', 'out'],
    ['>= 1.1.0 | <= 2.5.0', '1.1.0', 'in'],
    ['>= 1.1.0 | <= 2.5.0', '2.5.1', 'out'],
    ['>=00.07.00|<=00.07.03.4', '00.07.03.4', 'in'],
    ['>=00.07.00|<=00.07.03.4', '00.07.04', 'out'],
    ['8.001|8.002|9.001', '8.002', 'in'],
    ['8.001|8.002|9.001', '8.003', 'out'],
    ['<= 5866', '5867', 'out'],
    ['v1.003', '1.003', 'in'],
    ['v1.003', '2.001', 'out'],
    ['>10.9a|!=10.9c|<=10.9k', '10.9b', 'in'],
    ['>10.9a|!=10.9c|<=10.9k', '10.9c', 'out'],
    ['vers:generic/>=1.0|<2.0|>=3.0|<3.5', '3.2', 'in'],
    ['vers:generic/>=1.0|<2.0|>=3.0|<3.5', '2.5', 'out'],
    ['vers:generic/>=4.0', '9.9', 'in'],
  ])('%s, installed %s: %s', (range, installed, is) => {
    expect(verdict(range, installed)).toBe(is);
  });

  it.each(['All versions < V4.4 HF26', '1SAP500900R0101 and older', '< 2 (see note)', ''])(
    '“%s” is prose: somebody has to look, it is never out',
    (range) => {
      expect(verdict(range, '1.0')).toBe('needs-a-look');
    },
  );

  it('say nothing of a device whose version is unknown, but never that it is out', () => {
    expect(verdict('<R4.2', undefined)).toBe('no-version');
    expect(verdict('<R4.2', ' ')).toBe('no-version');
  });

  it('are looked at by a person where a prefix is not understood', () => {
    expect(verdict('Firmware__14.2s0', '14.2s0')).toBe('needs-a-look');
    expect(verdict('Firmware__14.2s0', '14.9s2')).toBe('needs-a-look');
  });

  it('are said to be read without a prefix', () => {
    expect(isInRange(readRange('<R4.2'), '4.1').notes).toEqual(['the leading R was left out']);
  });

  it('are not read when somebody sends a flood of them', () => {
    expect(readRange('1|'.repeat(400)).kind).toBe('unparsed');
    expect(readRange('9'.repeat(5_000)).kind).toBe('unparsed');
  });
});
