import { expect, it } from 'vitest';
import { publicationOf } from './publication';

const T = 1_763_630_000_000;
/** Drive 1 published at T and a second later, wherever the later one stands. */
const shared = (...slots: number[]) => Float64Array.from([0, 0, ...slots]);

it.each([[shared(T, T + 1_000)], [shared(T + 1_000, T)]])(
  'is the newest publication that is not later than the receipt',
  (publishedAt) => {
    expect(publicationOf(publishedAt, 1, T + 1_004)).toBe(T + 1_000);
    expect(publicationOf(publishedAt, 1, T + 900)).toBe(T);
  },
);

it('forgives the rounding of the receipt', () => {
  expect(publicationOf(shared(T, T + 1_000), 1, T + 995)).toBe(T + 1_000);
});

it('goes back by whole intervals when both are later', () => {
  expect(publicationOf(shared(T, T + 1_000), 1, T - 100)).toBe(T - 1_000);
  expect(publicationOf(shared(T, T + 1_000), 1, T - 1_500)).toBe(T - 2_000);
});

it('is not known of a drive that has not published twice', () => {
  expect(publicationOf(shared(0, 0), 1, T)).toBeNaN();
  expect(publicationOf(shared(T, 0), 1, T - 500)).toBeNaN();
  expect(publicationOf(shared(T, 0), 1, T + 2)).toBe(T);
});
