import { expect, it } from 'vitest';
import type { LifecycleRow } from '$lib/protocol/assets';
import { calendarOf, lastEnd, nextEnd } from './calendar-order';

const NOW = 1_000;
const row = (
  product: string,
  state: LifecycleRow['state'],
  untils: (number | null)[],
  assets = 1,
): LifecycleRow => ({
  part: product,
  state,
  product,
  vendor: '',
  replacement: null,
  note: null,
  assets,
  milestones: untils.map((until) => ({
    kind: 'end-of-service',
    at: until === null ? null : String(until),
    precision: 'year',
    until,
    derived: false,
    source: '',
    remark: null,
    entered: null,
  })),
});
const names = (rows: readonly LifecycleRow[]) => rows.map(({ product }) => product);

it('what ended stands first, the most assets first; then what ends next; then what nobody knows', () => {
  const found = calendarOf(
    [
      row('soon', 'ending', [1_500]),
      row('gone', 'end-of-life', [500], 1),
      row('often', 'security-ended', [900, 2_000], 7),
      row('later', 'active', [9_000]),
      row('mystery', 'unknown', []),
      row('now', 'ending', [1_200]),
    ],
    NOW,
  );
  expect(names(found.ended)).toEqual(['often', 'gone']);
  expect(names(found.ahead)).toEqual(['now', 'soon', 'later']);
  expect(names(found.unknown)).toEqual(['mystery']);
});

it('tells the newest end that came and the next one ahead', () => {
  const both = row('x', 'security-ended', [500, 900, 2_000]);
  expect([lastEnd(both, NOW)?.until, nextEnd(both, NOW)?.until]).toEqual([900, 2_000]);
  expect(nextEnd(row('y', 'end-of-life', [null]), NOW)).toBeUndefined();
});
