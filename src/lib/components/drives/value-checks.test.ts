import { describe, expect, it } from 'vitest';
import type { Reading } from '$lib/live/reading';
import { NO_READING } from '$lib/live/reading';
import { valueChecks, verdict, type CheckedValue } from './value-checks';

const reading: Reading = {
  value: 91,
  quality: 'good',
  freshness: 'live',
  ageMs: 1_200,
  receivedAt: 1_700_000_001_200,
  sourceTime: 1_700_000_001_000,
};
const value: CheckedValue = {
  reading,
  unit: '°C',
  digits: 0,
  intervalMs: 1_000,
  plausible: [-40, 130],
  gateway: {
    name: 'Intake cabinet',
    link: 'live',
    clockOffsetMs: 200,
    clockUncertaintyMs: 6,
  } as CheckedValue['gateway'],
  source: 'VLT FC 202 P-104 as heatsink_temp_c',
  timeZone: 'Europe/Copenhagen',
};
const holds = (of: CheckedValue) =>
  Object.fromEntries(valueChecks(of).map((check) => [check.name, check.holds]));
const says = (of: CheckedValue) => verdict(of.reading, valueChecks(of));

describe('is this number true?', () => {
  it('yes, when every check holds', () => {
    expect(holds(value)).toEqual({ fresh: true, quality: true, clock: true, plausible: true, source: true });
    expect(says(value)).toBe('Yes, 5 of 5 checks hold');
  });

  it('within the simulation, when it is simulated', () => {
    expect(says({ ...value, reading: { ...reading, quality: 'simulated' } })).toMatch(
      /^In the simulation yes/,
    );
  });

  it.each([
    ['stale', { freshness: 'stale' }, 'fresh'],
    ['bad', { quality: 'bad' }, 'quality'],
    ['substituted', { quality: 'substituted' }, 'quality'],
    ['beyond belief', { value: 900 }, 'plausible'],
  ] as const)('doubtful, when it is %s', (_, over, failing) => {
    const doubted = { ...value, reading: { ...reading, ...over } };
    expect(holds(doubted)[failing]).toBe(false);
    expect(says(doubted)).toBe('Doubtful, 4 of 5 checks hold');
  });

  it('not known any more, when it is lost', () => {
    expect(says({ ...value, reading: { ...reading, freshness: 'lost' } })).toContain('not known');
    expect(says({ ...value, reading: NO_READING })).toBe('Nothing was received yet');
  });

  it('is doubtful when the device clock is out of step, and says by how much', () => {
    const late = { ...value, gateway: value.gateway && { ...value.gateway, clockOffsetMs: -90_000 } };
    expect(holds(late)['clock']).toBe(false);
    expect(valueChecks(late).find(({ name }) => name === 'clock')?.against).toContain('1 min off ours');
  });

  it('does not count a check that cannot be made', () => {
    const unbounded = { ...value, plausible: undefined };
    expect(holds(unbounded)['plausible']).toBeUndefined();
    expect(says(unbounded)).toBe('Yes, 4 of 4 checks hold');
  });
});
