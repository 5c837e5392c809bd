/** Element types, with their OID in pg_type, their size in bytes, and how a number is written. */
const TYPES = {
  boolean: { oid: 16, size: 1, put: (to: DataView, at: number, value: number) => to.setUint8(at, value) },
  smallint: { oid: 21, size: 2, put: (to: DataView, at: number, value: number) => to.setInt16(at, value) },
  integer: { oid: 23, size: 4, put: (to: DataView, at: number, value: number) => to.setInt32(at, value) },
  bigint: { oid: 20, size: 8, put: putBigint },
  real: { oid: 700, size: 4, put: (to: DataView, at: number, value: number) => to.setFloat32(at, value) },
  'double precision': {
    oid: 701,
    size: 8,
    put: (to: DataView, at: number, value: number) => to.setFloat64(at, value),
  },
} as const;

/** Dimensions, whether there are nulls, element type, length, number of the first element: 4 bytes each. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/**
 * A list of numbers as a parameter of an array type, in PostgreSQL's binary form: neither side has to write
 * or read digits, which is most of the work of a batch. NaN stands for NULL, and a list of nothing else
 * becomes NULL as a whole, which `unnest` fills up.
 */
export function arrayParameter<T>(
  type: keyof typeof TYPES,
  items: readonly T[],
  valueOf: (item: T) => number,
): Buffer | null {
  const { oid, size, put } = TYPES[type];
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + items.length * (LENGTH_BYTES + size));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = HEADER_BYTES;
  let nulls = 0;
  for (const item of items) {
    const value = valueOf(item);
    const isNull = Number.isNaN(value);
    view.setInt32(end, isNull ? NULL_LENGTH : size);
    end += LENGTH_BYTES;
    if (isNull) {
      nulls += 1;
    } else {
      put(view, end, value);
      end += size;
    }
  }
  if (nulls === items.length) return null;
  view.setInt32(0, 1);
  view.setInt32(4, nulls > 0 ? 1 : 0);
  view.setInt32(8, oid);
  view.setInt32(12, items.length);
  view.setInt32(16, 1);
  return bytes.subarray(0, end);
}

/** Whole numbers up to 2^53, without the detour through BigInt. */
function putBigint(to: DataView, at: number, value: number): void {
  to.setInt32(at, Math.floor(value / 2 ** 32));
  to.setUint32(at + 4, value % 2 ** 32);
}
