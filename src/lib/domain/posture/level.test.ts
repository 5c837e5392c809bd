import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRS, type Level } from './fr';
import {
  isFulfilled,
  levelOf,
  progressOf,
  STANDINGS,
  vectorOf,
  type Standing,
  type Standings,
} from './level';
import { REQUIREMENTS, requirementById, type RequirementId } from './requirements';

type Given = Partial<Record<RequirementId, Standing>>;
const standings = (given: Given): Standings => new Map(Object.entries(given) as [RequirementId, Standing][]);
const upTo = (gate: number, others: Given = {}): Standings => {
  const met = REQUIREMENTS.filter((requirement) => requirement.gate <= gate).map(
    ({ id }) => [id, 'met'] as const,
  );
  return standings({ ...Object.fromEntries(met), ...others });
};
const shown = (known: Standings) =>
  FRS.map((fr) => {
    const { confirmed, possible } = levelOf(fr, known);
    return `${confirmed}-${possible}`;
  }).join(' ');

const anyStandings = fc
  .array(fc.constantFrom(...STANDINGS), { minLength: REQUIREMENTS.length, maxLength: REQUIREMENTS.length })
  .map((list): Standings => new Map(REQUIREMENTS.map(({ id }, i) => [id, list[i] ?? 'unknown'])));
const anyRequirement = fc.constantFrom(...REQUIREMENTS);
const but = (known: Standings, id: RequirementId, standing: Standing): Standings =>
  new Map([...known, [id, standing]]);

describe('achieved level', () => {
  it.each([
    ['nothing known', standings({}), '0-4 0-4 0-4 0-4 0-4 0-4 0-4'],
    ['all of level 2 met', upTo(2), '2-4 2-4 2-4 2-4 2-4 2-4 2-4'],
    [
      'of these SR 1.2 refuted, SR 5.3 and SR 2.4 unknown',
      upTo(2, { 'SR 1.2': 'not-met', 'SR 5.3': 'unknown', 'SR 2.4': 'unknown' }),
      '1-1 0-4 2-4 2-4 0-4 2-4 2-4',
    ],
    [
      'the same with SR 1.2 compensated',
      upTo(2, { 'SR 1.2': 'compensated', 'SR 5.3': 'unknown', 'SR 2.4': 'unknown' }),
      '2-4 0-4 2-4 2-4 0-4 2-4 2-4',
    ],
    [
      'clock lost and certificate expired',
      upTo(2, { 'SR 2.11': 'not-met', 'SR 1.8': 'not-met' }),
      '1-1 1-1 2-4 2-4 2-4 2-4 2-4',
    ],
    ['all of level 3 met', upTo(3), '3-4 3-4 3-4 3-4 3-4 4-4 4-4'],
    [
      'an extra listener and a drive that goes on without control word',
      standings({ 'SR 7.7': 'not-met', 'SR 3.6': 'not-met' }),
      '0-4 0-4 0-0 0-4 0-4 0-4 0-0',
    ],
    [
      'plain Modbus, all else met',
      upTo(4, { 'SR 1.2': 'not-met', 'SR 1.2 RE(1)': 'not-met', 'SR 3.1 RE(1)': 'not-met' }),
      '1-1 4-4 2-2 4-4 4-4 4-4 4-4',
    ],
    [
      'plain Modbus, all else unknown',
      standings({ 'SR 1.2': 'not-met', 'SR 1.2 RE(1)': 'not-met', 'SR 3.1 RE(1)': 'not-met' }),
      '0-1 0-4 0-2 0-4 0-4 0-4 0-4',
    ],
  ])('%s', (_, known, levels) => {
    expect(shown(known)).toBe(levels);
  });

  it('confirms never more than is possible', () => {
    fc.assert(
      fc.property(anyStandings, (known) => {
        for (const { confirmed, possible } of Object.values(vectorOf(known)))
          expect(confirmed).toBeLessThanOrEqual(possible);
      }),
    );
  });

  it('never becomes less certain when something that was unknown is found out', () => {
    fc.assert(
      fc.property(anyStandings, anyRequirement, fc.constantFrom(...STANDINGS), (known, { id, fr }, found) => {
        const before = levelOf(fr, but(known, id, 'unknown'));
        const after = levelOf(fr, but(known, id, found));
        expect(after.confirmed).toBeGreaterThanOrEqual(before.confirmed);
        expect(after.possible).toBeLessThanOrEqual(before.possible);
      }),
    );
  });

  it('loses only what is possible when something unknown is refuted', () => {
    fc.assert(
      fc.property(anyStandings, anyRequirement, (known, { id, fr }) => {
        const before = levelOf(fr, but(known, id, 'unknown'));
        expect(levelOf(fr, but(known, id, 'not-met')).confirmed).toBe(before.confirmed);
      }),
    );
  });

  it('loses only what is confirmed when a proof grows old', () => {
    fc.assert(
      fc.property(anyStandings, anyRequirement, (known, { id, fr }) => {
        const proven = levelOf(fr, but(known, id, 'met'));
        const old = levelOf(fr, but(known, id, 'unknown'));
        expect(old.possible).toBe(proven.possible);
        expect(old.confirmed).toBeLessThanOrEqual(proven.confirmed);
      }),
    );
  });

  it('is nothing when a requirement of level 1 is refuted, whatever its enhancements prove', () => {
    for (const { id, fr, gate } of REQUIREMENTS)
      if (gate === 1) expect(levelOf(fr, but(upTo(4), id, 'not-met'))).toEqual({ confirmed: 0, possible: 0 });
  });

  it('is told apart from progress, which counts', () => {
    const known = upTo(1, { 'SR 2.4': 'unknown', 'SR 2.8': 'not-met' });
    expect(progressOf(2, 1, known)).toEqual({ asked: 8, fulfilled: 6, refuted: 1 });
    expect(progressOf(2, 0, known)).toEqual({ asked: 0, fulfilled: 0, refuted: 0 });
    const levels: Level[] = [levelOf(2, known).confirmed, levelOf(2, known).possible];
    expect(levels).toEqual([0, 0]);
  });

  it('counts an unknown requirement as neither fulfilled nor refuted', () => {
    expect(STANDINGS.filter(isFulfilled)).toEqual(['met', 'na', 'compensated']);
    expect(requirementById('SR 2.4')?.gate).toBe(1);
  });
});
