import { describe, expect, it } from 'vitest';
import { FRS, GATES } from './fr';
import { REQUIREMENTS, requirementById, requirementsUpTo } from './requirements';

describe('requirements of IEC 62443-3-3', () => {
  it('are 51, with 49 enhancements', () => {
    const enhancements = REQUIREMENTS.filter(({ id, base }) => id !== base);
    expect([REQUIREMENTS.length - enhancements.length, enhancements.length]).toEqual([51, 49]);
    expect(new Set(REQUIREMENTS.map(({ id }) => id)).size).toBe(100);
  });

  it('add up to 37, 60, 90 and 100 by level', () => {
    const upTo = GATES.map((gate) => REQUIREMENTS.filter((requirement) => requirement.gate <= gate).length);
    expect(upTo).toEqual([37, 60, 90, 100]);
  });

  it('count so per FR and level', () => {
    expect(FRS.map((fr) => GATES.map((gate) => requirementsUpTo(fr, gate).length))).toEqual([
      [10, 16, 22, 24],
      [8, 12, 21, 24],
      [5, 10, 16, 19],
      [2, 4, 5, 6],
      [4, 6, 10, 11],
      [1, 2, 3, 3],
      [7, 10, 13, 13],
    ]);
  });

  it('stand at the gates of the corrigendum', () => {
    expect(requirementById('SR 3.4')?.gate).toBe(2);
    expect(requirementById('SR 1.1 RE(3)')).toMatchObject({ gate: 4, fr: 1, base: 'SR 1.1' });
    expect(requirementById('SR 7.9')).toBeUndefined();
  });

  it('have no enhancement below the gate of what it enhances', () => {
    for (const { gate, base } of REQUIREMENTS)
      expect(gate).toBeGreaterThanOrEqual(requirementById(base)?.gate ?? 9);
  });
});
