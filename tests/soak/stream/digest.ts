import { createHash, type Hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** One entry of the durable stream, wherever it was read. `at` in ms since 1970. */
export interface Entry {
  seq: number;
  at: number;
  event: unknown;
}

/** Sums up entries in their order: equal digests are equal entries, each once, none missing. */
export class StreamDigest {
  #hash: Hash = createHash('sha256');
  count = 0;

  add({ seq, at, event }: Entry): void {
    // Canonical bytes (RFC 8785): the order of fields is another in the database than on the wire.
    this.#hash.update(`${seq} ${at} ${canonicalize(event)}\n`);
    this.count += 1;
  }

  /** As far as it has come; more may be added afterwards. */
  get value(): string {
    return this.#hash.copy().digest('hex');
  }
}
