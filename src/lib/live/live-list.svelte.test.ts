import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveList } from './live-list.svelte';

interface Row {
  id: number;
  revision: number;
  at: number;
  open: boolean;
}
const row = (id: number, at: number, change: Partial<Row> = {}): Row => ({
  id,
  revision: 1,
  at,
  open: true,
  ...change,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function list(rows: Row[], most = 100): LiveList<Row> {
  const made = new LiveList<Row>({ fits: ({ open }) => open, order: (a, b) => b.at - a.at, most });
  made.load(rows);
  return made;
}
const ids = (of: readonly Row[]) => of.map(({ id }) => id);

it('puts what is new where it belongs', () => {
  const shown = list([row(2, 20), row(1, 10)]);
  shown.take([row(3, 15)]);
  expect(ids(shown.rows)).toEqual([2, 3, 1]);
});

it('moves nothing while it is frozen, and counts what waits', () => {
  const shown = list([row(2, 20), row(1, 10)]);
  shown.freeze(true);
  shown.take([row(3, 30), row(1, 40, { revision: 2 }), row(4, 25)]);
  expect(ids(shown.rows)).toEqual([2, 1]);
  expect(shown.rows[1]?.at).toBe(40);
  expect(ids(shown.waiting)).toEqual([3, 4]);
});

it('keeps in its place, while frozen, what no longer belongs to it', () => {
  const shown = list([row(2, 20), row(1, 10)]);
  shown.freeze(true);
  shown.take([row(2, 20, { revision: 2, open: false })]);
  expect(shown.rows.map(({ open }) => open)).toEqual([false, true]);
  shown.freeze(false);
  expect(ids(shown.rows)).toEqual([1]);
});

it('shows what waits when it goes on, or once when asked to', () => {
  const shown = list([row(1, 10)]);
  shown.freeze(true);
  shown.take([row(2, 20)]);
  shown.showNow();
  expect(ids(shown.rows)).toEqual([2, 1]);
  vi.advanceTimersByTime(250);
  shown.take([row(3, 30)]);
  expect(ids(shown.waiting)).toEqual([3]);
  shown.freeze(false);
  expect(ids(shown.rows)).toEqual([3, 2, 1]);
});

it('lets no older state replace a newer one, in whatever order they come', () => {
  const shown = list([row(1, 10, { revision: 5 })]);
  shown.take([row(1, 99, { revision: 4 })]);
  expect(shown.rows[0]?.at).toBe(10);
});

it('changes at most four times a second in a flood, and ends with the newest state', () => {
  const shown = list([]);
  shown.take([row(1, 1)]);
  const first = shown.rows;
  for (let revision = 2; revision <= 100; revision += 1) shown.take([row(1, revision, { revision })]);
  expect(shown.rows).toBe(first);
  vi.advanceTimersByTime(250);
  expect(shown.rows).toEqual([row(1, 100, { revision: 100 })]);
});

it('takes in what changed while its answer was under way', () => {
  const shown = new LiveList<Row>({ fits: ({ open }) => open, order: (a, b) => b.at - a.at, most: 9 });
  shown.load([row(1, 10)], [row(1, 12, { revision: 2 }), row(2, 20)]);
  expect(shown.rows).toEqual([row(2, 20), row(1, 12, { revision: 2 })]);
});

it('grows no further than it may', () => {
  const shown = list([row(1, 10), row(2, 20)], 2);
  shown.take([row(3, 30)]);
  expect(ids(shown.rows)).toEqual([3, 2]);
});
