import { generate, parser, type Packet, type Parser } from 'mqtt-packet';
import { malformed } from './protocol-error';

/** 3 is MQTT 3.1, 4 is 3.1.1, 5 is 5.0. */
export type ProtocolVersion = 3 | 4 | 5;

/**
 * Reads packets of one connection; what CONNECT says of the version holds for those after it. Each call
 * is given exactly one packet.
 */
export class PacketReader {
  readonly #parser: Parser = parser();
  #read: Packet | undefined;
  #error: Error | undefined;

  constructor() {
    this.#parser.on('packet', (packet) => (this.#read = packet));
    this.#parser.on(
      'error',
      (error) => (this.#error = error instanceof Error ? error : new Error('unreadable')),
    );
  }

  /** Throws ProtocolError for bytes that are no packet, whatever the library makes of them. */
  read(bytes: Buffer): Packet {
    this.#read = undefined;
    this.#error = undefined;
    let left: number;
    try {
      left = this.#parser.parse(bytes);
    } catch (error) {
      throw malformed(error instanceof Error ? error.message : 'unreadable');
    }
    const packet: Packet | undefined = this.#read;
    if (this.#error !== undefined) throw malformed((this.#error as Error).message);
    if (packet === undefined || left > 0) throw malformed('a packet that does not fill its length');
    return packet;
  }
}

export const encode = (packet: Packet, version: ProtocolVersion): Buffer =>
  generate(packet, { protocolVersion: version });
