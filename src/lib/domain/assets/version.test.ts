import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from './version';

const order = (a: string, b: string) => compareVersions(a, b).order;

describe('firmware versions', () => {
  it.each([
    ['4.1', '4.2', 'before'],
    ['4.2.4', '4.2', 'after'],
    ['4.2.0', '4.2', 'same'],
    ['5.9', '5.13', 'before'],
    ['00.07.03.4', '00.07.04', 'before'],
    ['07.3', '00007.003', 'same'],
    ['5866', '5867', 'before'],
    ['10.9a', '10.9c', 'before'],
    ['1.000.HW00.21.20190812', '1.000.HW00.21.20190813', 'before'],
    ['14.2s0', '14.9s2', 'before'],
    ['2025.10.300845', '2026.2.5-26A', 'before'],
    ['2026.6.30-GR4.4', '2026.6.30-GR4.5', 'before'],
    ['V4.2', 'v4.2', 'same'],
  ])('%s and %s: %s', (a, b, is) => {
    expect(order(a, b)).toBe(is);
  });

  it('are compared without a V or R that one side lacks, and that is said', () => {
    expect(compareVersions('4.1', 'R4.2')).toEqual({
      order: 'before',
      notes: ['the leading R was left out'],
    });
    expect(compareVersions('R4.1', 'R4.2').notes).toEqual([]);
  });

  it.each([
    ['4.2', 'V4.4 HF26'],
    ['Firmware__14.2s0', '14.2s0'],
    ['2026.6.30-GR4.4', '2026.6.30-26A'],
    ['2026.6.30', '2026.6.30-GR4.4'],
    ['4.2', '4.2rc1'],
    ['V4.2', 'R4.2'],
    ['', '4.2'],
    ['12345678901234567890', '12345678901234567891'],
  ])('%s and %s cannot be put in order without knowing the product', (a, b) => {
    expect(order(a, b)).toBe('unclear');
  });

  it('turn round when they are told the other way round', () => {
    const version = fc.stringMatching(/^[vrR]?\d{1,4}(\.\d{1,4}){0,4}[a-z]?(-[A-Z]{1,2}\d)?$/);
    const turned = { before: 'after', after: 'before', same: 'same', unclear: 'unclear' };
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(order(b, a)).toBe(turned[order(a, b)]);
      }),
    );
  });

  it('get an answer, whatever text comes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(['before', 'same', 'after', 'unclear']).toContain(order(a, b));
      }),
    );
  });
});
