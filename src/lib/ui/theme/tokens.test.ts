import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ciede2000, contrast, difference, type Vision } from '../../../../tests/support/colour';

const css = readFileSync(new URL('../../../app.css', import.meta.url), 'utf8');

/** The custom properties of one theme, read from the file that the browser gets. */
function theme(name: 'day' | 'night'): Record<string, string> {
  const block = new RegExp(`\\[data-theme='${name}'\\] \\{([^}]*)\\}`).exec(css);
  const found: Record<string, string> = {};
  for (const [, key, value] of (block?.[1] ?? '').matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)) {
    if (key && value) found[key] = value;
  }
  return found;
}

const day = theme('day');
// What the night does not restate keeps the day's value, as in the cascade.
const night = { ...day, ...theme('night') };

/** Least contrast on app, panel and sunken; `undefined` where a token must not stand. */
const LEAST = {
  text: [7, 7, 7],
  'text-2': [4.5, 4.5, 4.5],
  control: [3, 3, 3],
  run: [3, 3, 3],
  stale: [4.5, 4.5, undefined],
  focus: [4.5, 4.5, 4.5],
  outline: [3, 3, 3],
} as const;

const EXPECTED_DAY = {
  text: [11.6, 13.2, 10.1],
  'text-2': [6.9, 7.9, 6.0],
  control: [3.8, 4.4, 3.3],
  run: [5.4, 6.2, 4.7],
  stale: [4.7, 5.4, 4.1],
  focus: [5.8, 6.6, 5.0],
} as const;

describe.each([
  ['day', day],
  ['night', night],
] as const)('%s', (_, tokens) => {
  const grounds = [tokens.app, tokens.panel, tokens.sunken];

  it.each(Object.entries(LEAST))(
    '%s reaches its least contrast on every ground it may stand on',
    (name, least) => {
      for (const [i, wanted] of least.entries()) {
        if (wanted !== undefined) {
          expect(
            contrast(tokens[name] ?? '', grounds[i] ?? ''),
            `${name} on ground ${i}`,
          ).toBeGreaterThanOrEqual(wanted);
        }
      }
    },
  );

  it.each([1, 2, 3, 4])('the digit of priority %i can be read on its fill', (p) => {
    expect(contrast(tokens[`p${p}`] ?? '', tokens[`p${p}-ink`] ?? '')).toBeGreaterThanOrEqual(7);
  });
});

it.each(Object.entries(EXPECTED_DAY))('day %s has the contrast that was designed', (name, expected) => {
  const grounds = [day.app, day.panel, day.sunken];
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(contrast(day[name] ?? '', grounds[i] ?? '') - value)).toBeLessThan(0.06);
  }
});

const PAIRS = [
  ['p1', 'p2'],
  ['p1', 'p3'],
  ['p1', 'p4'],
  ['p2', 'p3'],
  ['p2', 'p4'],
  ['p3', 'p4'],
] as const;

const EXPECTED_DIFFERENCE = {
  normal: [38, 66, 38, 32, 63, 85],
  protanopia: [36, 59, 47, 21, 66, 77],
  deuteranopia: [28, 41, 55, 16, 71, 78],
  tritanopia: [26, 47, 39, 27, 45, 52],
  monochrome: [30, 46, 3, 18, 34, 50],
} as const satisfies Record<Vision, readonly number[]>;

describe('priority fills', () => {
  const visions: readonly Vision[] = ['normal', 'protanopia', 'deuteranopia', 'tritanopia'];

  it.each(visions)('stay apart by at least 15 under %s', (vision) => {
    for (const [a, b] of PAIRS) {
      expect(difference(day[a] ?? '', day[b] ?? '', vision), `${a} and ${b}`).toBeGreaterThanOrEqual(15);
    }
  });

  it.each(Object.entries(EXPECTED_DIFFERENCE))('have the designed distances under %s', (vision, expected) => {
    const measured = PAIRS.map(([a, b]) =>
      Math.round(difference(day[a] ?? '', day[b] ?? '', vision as Vision)),
    );
    for (const [i, value] of expected.entries())
      expect(Math.abs((measured[i] ?? 0) - value)).toBeLessThanOrEqual(1);
  });

  it('are the same by day and by night', () => {
    for (const p of ['p1', 'p2', 'p3', 'p4']) expect(night[p]).toBe(day[p]);
  });
});

it('keeps colours in the tokens alone', () => {
  const outside = css
    .replace(/:root,\s*\[data-theme='day'\] \{[^}]*\}/, '')
    .replace(/\[data-theme='night'\] \{[^}]*\}/, '');
  expect(outside.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi)).toBeNull();
});

it('computes CIEDE2000 as its published test pairs say', () => {
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
  expect(ciede2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
});
