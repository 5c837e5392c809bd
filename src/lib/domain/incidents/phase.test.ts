import { describe, expect, it } from 'vitest';
import { HOPS, INCIDENT_PHASES, isOpenPhase, mayMove, type IncidentPhase } from './phase';
import { verdictFor } from './verdict';

/** Every hop there is, one letter per phase in the order of INCIDENT_PHASES: f forward, b back, e end, r reopened. */
const TABLE: Record<IncidentPhase, string> = {
  //                 d t d c e r m c r f d m
  detected: '        . f f . . . . . . e e e',
  triage: '          b . f f . f f f . e e e',
  declared: '        . b . f f f f f . e e e',
  contained: '       . b b . f f f f . e e e',
  eradicated: '      . . b b . f f f . e e e',
  recovering: '      . . b b b . f f . e e e',
  monitoring: '      . . b b b b . f . e e e',
  closed: '          . r . . . r r . f . . .',
  reviewed: '        . r . . . . . b . . . .',
  'false-positive': '. r . . . . . . f . . .',
  duplicate: '       . r . . . . . . . . . .',
  merged: '          . r . . . . . . . . . .',
};

const rows = INCIDENT_PHASES.flatMap((from) =>
  INCIDENT_PHASES.map((to, i) => [from, to, TABLE[from].replaceAll(' ', '')[i] !== '.'] as const),
);

describe('the phases of an incident', () => {
  it.each(rows)('%s to %s: %s', (from, to, isAllowed) => {
    expect(mayMove(from, to)).toBe(isAllowed);
  });

  it('never lead nowhere', () => {
    for (const phase of INCIDENT_PHASES) expect(HOPS[phase].length).toBeGreaterThan(0);
  });

  it('end without recovery from every open phase', () => {
    for (const phase of INCIDENT_PHASES.filter(isOpenPhase)) {
      expect(HOPS[phase]).toEqual(expect.arrayContaining(['false-positive', 'duplicate', 'merged']));
    }
  });

  it('are seven that wait for somebody and five that do not', () => {
    expect(INCIDENT_PHASES.filter(isOpenPhase)).toHaveLength(7);
  });
});

describe('a verdict', () => {
  it('is given on closing, and must be', () => {
    expect(verdictFor('closed', 'legitimate')).toEqual({ verdict: 'legitimate' });
    expect(verdictFor('closed', null)).toHaveProperty('fault');
  });

  it('of a false positive is just that', () => {
    expect(verdictFor('false-positive', null)).toEqual({ verdict: 'false-positive' });
    expect(verdictFor('false-positive', 'legitimate')).toHaveProperty('fault');
  });

  it('is not given on any other hop', () => {
    expect(verdictFor('contained', null)).toEqual({ verdict: null });
    expect(verdictFor('contained', 'unknown')).toHaveProperty('fault');
  });
});
