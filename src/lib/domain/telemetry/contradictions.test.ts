import { describe, expect, it } from 'vitest';
import { CONTRADICTIONS, type Measured } from './contradictions';

/** A coherent sample (reference: drives, section 9). */
const COHERENT: Measured = {
  isRunning: true,
  sto: false,
  powerKw: 4.31,
  ratedPowerKw: 5.5,
  frequencyHz: 42.5,
  currentA: 11.42,
  dcLinkV: 556,
  mainsV: 400,
  energyKwh: 1_234,
  energyBeforeKwh: 1_234,
};

const held = (change: Partial<Measured>): string[] =>
  CONTRADICTIONS.filter((rule) => rule.holds({ ...COHERENT, ...change })).map(({ id }) => id);

describe('values that cannot be true together', () => {
  it('are none in a coherent sample', () => {
    expect(held({})).toEqual([]);
  });

  it.each<[string, Partial<Measured>, string]>([
    ['safe torque off and running', { sto: true }, 'torque-off'],
    ['more than 1.6 times the rated power', { powerKw: 8.9 }, 'power'],
    ['as much when it brakes', { powerKw: -8.9 }, 'power'],
    ['a frequency without current while running', { currentA: 0 }, 'no-current'],
    ['a DC link below 1.2 times the mains while running', { dcLinkV: 470 }, 'dc-link'],
    ['a DC link above 1.65 times the mains while running', { dcLinkV: 670 }, 'dc-link'],
    ['an energy counter that went back', { energyKwh: 1_200 }, 'energy'],
  ])('%s', (_what, change, id) => {
    expect(held(change)).toEqual([id]);
  });

  it.each<[string, Partial<Measured>]>([
    ['safe torque off at rest', { sto: true, isRunning: false, frequencyHz: 0, currentA: 0 }],
    ['a DC link that is empty at rest', { isRunning: false, dcLinkV: 0, frequencyHz: 0, currentA: 0 }],
    ['one count back, which is rounding', { energyKwh: 1_233 }],
    ['a drive that stands at its minimum', { frequencyHz: 0, currentA: 0 }],
  ])('are not %s', (_what, change) => {
    expect(held(change)).toEqual([]);
  });

  it('are not what is unknown', () => {
    const nothing: Measured = {
      isRunning: undefined,
      sto: undefined,
      powerKw: NaN,
      ratedPowerKw: NaN,
      frequencyHz: NaN,
      currentA: NaN,
      dcLinkV: NaN,
      mainsV: NaN,
      energyKwh: NaN,
      energyBeforeKwh: NaN,
    };
    expect(CONTRADICTIONS.filter((rule) => rule.holds(nothing) || rule.isKnown(nothing))).toEqual([]);
  });
});
