import { describe, expect, it } from 'vitest';
import { endOfPeriod, milestoneText, MILESTONES, supportState } from './lifecycle';
import { VENDOR_LIFECYCLE } from './vendor-lifecycle';

const on = (date: string) => Date.parse(`${date}T12:00:00Z`);
const life = (product: string) => {
  const found = VENDOR_LIFECYCLE.find((row) => row.product === product);
  if (found === undefined) throw new Error(product);
  return found;
};

describe('a date as exact as it was published', () => {
  it.each([
    ['2021-05', '2021-05-31T23:59:59.999Z'],
    ['2024-02', '2024-02-29T23:59:59.999Z'],
    ['2021-Q2', '2021-06-30T23:59:59.999Z'],
    ['2016', '2016-12-31T23:59:59.999Z'],
    ['2026-07-11', '2026-07-11T23:59:59.999Z'],
  ])('%s is over at %s', (date, end) => {
    expect(new Date(endOfPeriod(date) ?? 0).toISOString()).toBe(end);
  });

  it.each(['2021-13', '2021-02-30', 'soon', '2021-Q5', ''])('“%s” is none', (date) => {
    expect(endOfPeriod(date)).toBeUndefined();
  });
});

describe('support of a product', () => {
  it.each([
    ['AK-SM 800', '2026-11-01', 'end-of-life'],
    ['AK-SM 720', '2026-11-01', 'end-of-life'],
    ['AK-SM 800A', '2026-11-01', 'active'],
    ['Debian 12', '2026-07-11', 'ending'],
    ['Debian 12', '2026-07-12', 'security-ended'],
    ['Debian 12', '2028-07-01', 'end-of-life'],
    ['Debian 13', '2026-07-12', 'active'],
    ['OpenWrt 24.10', '2026-11-01', 'end-of-life'],
  ])('of %s on %s: %s', (product, date, state) => {
    expect(supportState(life(product), on(date))).toBe(state);
  });

  it('is unknown when nothing was published, never active', () => {
    expect(supportState({ milestones: [] }, on('2026-11-01'))).toBe('unknown');
  });

  it('tells a concluded date from a published one, and says when there is none', () => {
    const [published, derived] = life('AK-SM 800').milestones.map(milestoneText);
    expect(published).toBe('End of life: 2021-05');
    expect(derived).toBe('End of security support: 2021-05 (concluded, not published)');
    expect(milestoneText({ kind: 'end-of-life', at: undefined, source: '' })).toBe(
      'End of life: no date published',
    );
  });
});

describe('the published list', () => {
  it('names every product of the vendor’s notice', () => {
    const named = [
      'AK-SM 800',
      'AK-SM 350',
      'AK-SM 720',
      'PI 100/200/300',
      'AKM',
      'AKA',
      'AK-SC 255',
      'AK-SC 355',
      'AK-EM 100',
      'AK-CS',
      'EM 800',
    ];
    const ended = VENDOR_LIFECYCLE.filter((row) =>
      row.milestones.some(({ kind }) => kind === 'end-of-service'),
    );
    expect(ended.map(({ product }) => product)).toEqual(named);
  });

  it('has no date of a drive: none is public', () => {
    expect(VENDOR_LIFECYCLE.some(({ product }) => /vlt|vacon|ic[27]/i.test(product))).toBe(false);
  });

  it('never uses the letters that mean two things', () => {
    const words = JSON.stringify([VENDOR_LIFECYCLE, MILESTONES]);
    expect(words).not.toMatch(/\bEoS\b/i);
  });
});
