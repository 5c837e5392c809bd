import { expect, it } from 'vitest';
import { requirementById } from '../requirements';
import { trendFigures } from './figures';
import { LEGAL_DATES, NIS2_MEASURES, PROGRAM_ELEMENTS } from './obligations';
import { windowOf } from './period';
import { countStandings } from './standings';

const all = [...NIS2_MEASURES, ...PROGRAM_ELEMENTS];

it('every requirement and every figure that a report refers to exists', () => {
  const window = windowOf('30d', undefined, Date.UTC(2026, 10, 21));
  const flow = <T>(none: T) => ({ each: window.flowEdges.slice(1).map(() => none), whole: none });
  const time = { count: 0, median: null, nineInTen: null };
  const counts = {
    stands: [],
    days: [],
    acknowledge: flow(time),
    recover: flow(time),
    drills: flow({ passed: 0, failed: 0, cancelled: 0 }),
  };
  const figures = new Set(trendFigures({ window, zones: 0, counts, before: counts }).map(({ id }) => id));
  expect(all.flatMap(({ requirements }) => requirements).filter((id) => !requirementById(id))).toEqual([]);
  expect(all.flatMap((one) => one.figures).filter((id) => !figures.has(id))).toEqual([]);
});

it('article 21(2) has ten points, the security program eight elements, and each says what is not known', () => {
  expect([NIS2_MEASURES.map(({ id }) => id).join(''), PROGRAM_ELEMENTS.length]).toEqual(['abcdefghij', 8]);
  expect(all.filter(({ notKnown }) => notKnown === '')).toEqual([]);
});

it('the dates are those of the acts', () => {
  expect(LEGAL_DATES.map(({ day }) => day)).toEqual([
    '2023-01-16',
    '2024-10-17',
    '2024-10-18',
    '2026-09-11',
    '2027-12-11',
  ]);
});

it('a requirement counts once in each zone', () => {
  const zone = (standing: 'met' | 'unknown') => ({ frs: [{ requirements: [{ id: 'SR 7.3', standing }] }] });
  const counts = countStandings([zone('met'), zone('unknown'), zone('met')]);
  expect(counts.find(({ requirement }) => requirement === 'SR 7.3')?.zones).toMatchObject({
    met: 2,
    unknown: 1,
  });
  expect(counts).toHaveLength(100);
});
