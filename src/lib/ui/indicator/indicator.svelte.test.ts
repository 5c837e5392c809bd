import { cleanup, render, screen } from '@testing-library/svelte';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import Indicator from './indicator.svelte';
import { beyond, nameAnchor, position, ticks } from './scale';

afterEach(cleanup);

const limits = { ll: 300, l: 400, h: 690, hh: 720 };
const base = { label: 'DC link', unit: 'V', range: [0, 900] as const, normal: [520, 600] as const, limits };

describe('the scale', () => {
  it('keeps every value on the bar', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const at = position(value, [0, 900]);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of an empty range has one place only', () => {
    expect(position(7, [5, 5])).toBe(0);
  });

  it.each([
    [721, 'HH'],
    [720, 'HH'],
    [690, 'H'],
    [560, undefined],
    [400, 'L'],
    [299, 'LL'],
  ])('%d V is beyond %s', (value, expected) => {
    expect(beyond(value, limits)).toBe(expected);
  });

  it('has ticks only for limits that exist', () => {
    expect(ticks({ h: 450 }, [0, 900])).toEqual([{ name: 'H', value: 450, at: 0.5 }]);
  });
});

it('names of limits that lie close together are written away from each other', () => {
  const close = ticks({ ll: 373, l: 410, h: 810, hh: 855 }, [0, 1_000]);
  expect(close.map((_, i) => nameAnchor(close, i))).toEqual(['end', 'start', 'end', 'start']);
  const wide = ticks({ l: 200, h: 800 }, [0, 1_000]);
  expect(wide.map((_, i) => nameAnchor(wide, i))).toEqual(['middle', 'middle']);
});

const pointer = (container: Element) => container.querySelector('.pointer');

describe('the indicator', () => {
  it('says value, limit and normal band in words', () => {
    render(Indicator, { ...base, value: 742 });
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
      'DC link, 742 V, beyond HH, normal 520 to 600',
    );
  });

  it('takes a priority’s colour only when an alarm gives one', () => {
    const { container, rerender } = render(Indicator, { ...base, value: 742 });
    expect(pointer(container)?.getAttribute('style') ?? '').not.toContain('--p');
    return rerender({ priority: 2 }).then(() => {
      expect(pointer(container)?.getAttribute('style')).toContain('var(--p2)');
    });
  });

  it.each(['lost', 'never'] as const)('has no pointer when the value is %s', (freshness) => {
    const { container } = render(Indicator, { ...base, value: 742, freshness });
    expect(pointer(container)).toBeNull();
    expect(screen.getByRole('img').getAttribute('aria-label')).toContain('no current value');
  });

  it('lays a hatch over a stale value and never colours it', () => {
    const { container } = render(Indicator, { ...base, value: 742, freshness: 'stale', priority: 1 });
    expect(container.querySelector('.veil')).not.toBeNull();
    expect(pointer(container)?.getAttribute('style') ?? '').not.toContain('--p');
  });

  it('has no pointer at zero for a value that is not there', () => {
    const { container } = render(Indicator, { ...base, value: undefined });
    expect(pointer(container)).toBeNull();
  });
});
