/** Element types, with their OID in pg_type and their size in bytes. */
const TYPES = {
  boolean: { oid: 16, size: 1 },
  smallint: { oid: 21, size: 2 },
  integer: { oid: 23, size: 4 },
  bigint: { oid: 20, size: 8 },
  real: { oid: 700, size: 4 },
  'double precision': { oid: 701, size: 8 },
} as const;

export type ElementType = keyof typeof TYPES;

/** Dimensions, whether there are nulls, element type, length, number of the first element: 4 bytes each. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/**
 * A list of numbers as a parameter of an array type, in PostgreSQL's binary form: neither side has to write
 * or read digits, which is most of the work of a batch. NaN stands for NULL, and a list of nothing else
 * becomes NULL as a whole, which `unnest` fills up.
 */
export class ArrayParameter {
  readonly #type: ElementType;
  readonly #most: number;
  /** Made when the first number comes: most columns of a batch have none. */
  #bytes: Buffer | undefined;
  #view = NOTHING;
  #end = HEADER_BYTES;
  #length = 0;
  #nulls = 0;

  /** For at most so many numbers. */
  constructor(type: ElementType, most: number) {
    this.#type = type;
    this.#most = most;
  }

  push(value: number): void {
    this.#length += 1;
    if (Number.isNaN(value)) {
      this.#nulls += 1;
      if (this.#bytes !== undefined) this.#putNull();
      return;
    }
    if (this.#bytes === undefined) this.#begin();
    this.#view.setInt32(this.#end, TYPES[this.#type].size);
    this.#put(this.#end + LENGTH_BYTES, value);
    this.#end += LENGTH_BYTES + TYPES[this.#type].size;
  }

  /** What has been pushed; nothing may be pushed any more. */
  finish(): Buffer | null {
    if (this.#bytes === undefined) return null;
    const view = this.#view;
    view.setInt32(0, 1);
    view.setInt32(4, this.#nulls > 0 ? 1 : 0);
    view.setInt32(8, TYPES[this.#type].oid);
    view.setInt32(12, this.#length);
    view.setInt32(16, 1);
    return this.#bytes.subarray(0, this.#end);
  }

  #begin(): void {
    const bytes = Buffer.allocUnsafe(HEADER_BYTES + this.#most * (LENGTH_BYTES + TYPES[this.#type].size));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0; i < this.#nulls; i += 1) this.#putNull();
  }

  #putNull(): void {
    this.#view.setInt32(this.#end, NULL_LENGTH);
    this.#end += LENGTH_BYTES;
  }

  #put(at: number, value: number): void {
    switch (this.#type) {
      case 'real':
        return this.#view.setFloat32(at, value);
      case 'double precision':
        return this.#view.setFloat64(at, value);
      case 'integer':
        return this.#view.setInt32(at, value);
      case 'bigint':
        // Whole numbers up to 2^53, without the detour through BigInt.
        this.#view.setInt32(at, Math.floor(value / 2 ** 32));
        return this.#view.setUint32(at + 4, value % 2 ** 32);
      case 'smallint':
        return this.#view.setInt16(at, value);
      case 'boolean':
        return this.#view.setUint8(at, value);
    }
  }
}

const NOTHING = new DataView(new ArrayBuffer(0));

/** The same of a list that is there already. */
export function arrayParameter<T>(
  type: ElementType,
  items: readonly T[],
  valueOf: (item: T) => number,
): Buffer | null {
  const parameter = new ArrayParameter(type, items.length);
  for (const item of items) parameter.push(valueOf(item));
  return parameter.finish();
}
