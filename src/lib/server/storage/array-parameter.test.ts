import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayParameter, type ElementType } from './array-parameter';

const READ: Record<ElementType, (from: Buffer, at: number) => number> = {
  boolean: (from, at) => from.readUInt8(at),
  smallint: (from, at) => from.readInt16BE(at),
  integer: (from, at) => from.readInt32BE(at),
  bigint: (from, at) => Number(from.readBigInt64BE(at)),
  real: (from, at) => from.readFloatBE(at),
  'double precision': (from, at) => from.readDoubleBE(at),
};

/** Reads an array as PostgreSQL does: one dimension, from 1 on, each element with its length before it. */
function elements(type: ElementType, bytes: Buffer): (number | null)[] {
  const [dimensions, hasNulls, , length = 0, first] = [0, 4, 8, 12, 16].map((at) => bytes.readInt32BE(at));
  expect([dimensions, first]).toEqual([1, 1]);
  const found: (number | null)[] = [];
  let at = 20;
  for (let i = 0; i < length; i += 1) {
    const size = bytes.readInt32BE(at);
    at += 4;
    found.push(size < 0 ? null : READ[type](bytes, at));
    at += Math.max(0, size);
  }
  expect(at).toBe(bytes.length);
  expect(hasNulls).toBe(found.includes(null) ? 1 : 0);
  return found;
}

const VALUES: [ElementType, fc.Arbitrary<number>][] = [
  ['boolean', fc.constantFrom(0, 1)],
  ['smallint', fc.integer({ min: -32_768, max: 32_767 })],
  ['integer', fc.integer()],
  ['bigint', fc.maxSafeInteger()],
  ['real', fc.float({ noNaN: true })],
  ['double precision', fc.double({ noNaN: true })],
];

describe('a list of numbers for PostgreSQL', () => {
  it.each(VALUES)('of %s comes out as it went in, with its gaps', (type, value) => {
    const list = fc.array(fc.oneof(value, fc.constant(NaN)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(list, (numbers) => {
        const bytes = arrayParameter(type, numbers, (number) => number);
        const expected = numbers.map((number) => (Number.isNaN(number) ? null : number));
        if (bytes === null) expect(expected.every((one) => one === null)).toBe(true);
        else expect(elements(type, bytes)).toEqual(expected);
      }),
    );
    expect.hasAssertions();
  });

  it('of nothing but gaps is nothing', () => {
    expect(arrayParameter('real', [NaN, NaN], (number) => number)).toBeNull();
    expect(arrayParameter('real', [], (number: number) => number)).toBeNull();
  });
});
