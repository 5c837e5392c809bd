/** How PostgreSQL is given a list of numbers without text (array_recv, float4recv and their kin). */
const ELEMENTS = {
  integer: { oid: 23, bytes: 4 },
  bigint: { oid: 20, bytes: 8 },
  real: { oid: 700, bytes: 4 },
} as const;
export type ElementType = keyof typeof ELEMENTS;

/** Dimensions, whether there are nulls, type; then length and lower bound of the one dimension. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const TWO_TO_32 = 2 ** 32;

/** A one-dimensional array that grows, as a query parameter in PostgreSQL's binary format. */
export class BinaryArray {
  #bytes: Buffer;
  #view: DataView;
  #at = HEADER_BYTES;
  #length = 0;

  constructor(
    readonly type: ElementType,
    /** Numbers to make room for at first. */
    expected: number,
  ) {
    this.#bytes = Buffer.allocUnsafeSlow(HEADER_BYTES + expected * (LENGTH_BYTES + ELEMENTS[type].bytes));
    this.#view = viewOf(this.#bytes);
  }

  get length(): number {
    return this.#length;
  }

  /** Whole numbers, but for `real`. */
  push(value: number): void {
    const { bytes } = ELEMENTS[this.type];
    if (this.#at + LENGTH_BYTES + bytes > this.#bytes.length) this.#grow();
    const at = this.#at + LENGTH_BYTES;
    this.#view.setInt32(this.#at, bytes);
    if (this.type === 'real') this.#view.setFloat32(at, value);
    else if (this.type === 'integer') this.#view.setInt32(at, value);
    else {
      this.#view.setInt32(at, Math.floor(value / TWO_TO_32));
      this.#view.setUint32(at + 4, value % TWO_TO_32);
    }
    this.#at = at + bytes;
    this.#length += 1;
  }

  /** The array as it is now; a view of it. */
  bytes(): Buffer {
    [1, 0, ELEMENTS[this.type].oid, this.#length, 1].forEach((word, i) => this.#view.setInt32(4 * i, word));
    return this.#bytes.subarray(0, this.#at);
  }

  #grow(): void {
    const larger = Buffer.allocUnsafeSlow(2 * this.#bytes.length);
    this.#bytes.copy(larger);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length);
