import { malformed, ProtocolError, REASON } from './protocol-error';

const NOTHING = Buffer.alloc(0);
/** Packet type, and a length of at most four bytes. */
const LONGEST_HEADER = 5;

/**
 * Cuts a byte stream into MQTT packets, one at a time, so that reading can stop between any two. The size
 * of a packet is judged by its header, before its body is awaited.
 */
export class PacketFramer {
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(private readonly largest: number) {}

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The next whole packet, or undefined when more bytes are needed. Throws ProtocolError. */
  next(): Buffer | undefined {
    const size = this.#nextSize();
    if (size === undefined || this.#length < size) return undefined;
    const head = this.#joined(size);
    const rest = head.subarray(size);
    if (rest.length > 0) this.#chunks[0] = rest;
    else this.#chunks.shift();
    this.#length -= size;
    return head.subarray(0, size);
  }

  #nextSize(): number | undefined {
    if (this.#length < 2) return undefined;
    const head = this.#joined(Math.min(LONGEST_HEADER, this.#length));
    let body = 0;
    for (let i = 1; i < LONGEST_HEADER; i += 1) {
      const byte = head[i];
      if (byte === undefined) return undefined;
      body += (byte & 0x7f) * 128 ** (i - 1);
      if (byte < 0x80) return this.#checked(1 + i + body);
    }
    throw malformed('a packet length of more than four bytes');
  }

  #checked(size: number): number {
    if (size <= this.largest) return size;
    throw new ProtocolError('too-large', REASON.packetTooLarge, `a packet of ${size} bytes`);
  }

  /** A buffer that begins with the next `size` bytes; joins what is there only when it has to. */
  #joined(size: number): Buffer {
    const first = this.#chunks[0];
    if (first === undefined) return NOTHING;
    if (first.length >= size) return first;
    const whole = Buffer.concat(this.#chunks, this.#length);
    this.#chunks = [whole];
    return whole;
  }
}
