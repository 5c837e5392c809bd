/** Packets of MQTT 3.1.1 that the generator writes and reads (OASIS MQTT 3.1.1, section 3). */

const CONNACK = 0x20;
const PUBACK = 0x40;
const PUBLISH_QOS_1 = 0x32;

/** A new session without will and without keep-alive: silence must not end it. */
export function connectPacket(clientId: string): Buffer {
  const cleanSession = 0x02;
  const head = Buffer.from([0, 4, ...Buffer.from('MQTT'), 4, cleanSession, 0, 0]);
  const id = Buffer.from(clientId);
  const rest = [head, Buffer.from([id.length >> 8, id.length & 0xff]), id];
  return Buffer.concat([Buffer.from([0x10]), length(rest), ...rest]);
}

export const DISCONNECT = Buffer.from([0xe0, 0]);

/** A PUBLISH with QoS 1; its packet identifier, still 0, begins at `identifierAt`. */
export function publishPacket(topic: string, payload: string): { bytes: Buffer; identifierAt: number } {
  const name = Buffer.from(topic);
  const head = [Buffer.from([name.length >> 8, name.length & 0xff]), name];
  const rest = [...head, Buffer.from([0, 0]), Buffer.from(payload)];
  const bytes = Buffer.concat([Buffer.from([PUBLISH_QOS_1]), length(rest), ...rest]);
  return { bytes, identifierAt: bytes.length - Buffer.byteLength(payload) - 2 };
}

/** "Remaining length": seven bits a byte, the lowest first. */
function length(parts: readonly Buffer[]): Buffer {
  const bytes: number[] = [];
  let rest = parts.reduce((sum, part) => sum + part.length, 0);
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}

/**
 * Reads what a broker says to a client that only publishes: one CONNACK, then PUBACKs, all of them four bytes
 * long. They may come in pieces. Throws for anything else, and for a CONNACK that refuses.
 */
export class AnswerReader {
  #kept = 0;
  readonly #packet = new Uint8Array(4);
  readonly #accepted: () => void;
  readonly #acknowledged: (identifier: number) => void;

  constructor(on: { accepted(): void; acknowledged(identifier: number): void }) {
    this.#accepted = () => on.accepted();
    this.#acknowledged = (identifier) => on.acknowledged(identifier);
  }

  read(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i += 1) {
      this.#packet[this.#kept++] = chunk[i] ?? 0;
      if (this.#kept < 4) continue;
      this.#kept = 0;
      this.#packetRead(this.#packet);
    }
  }

  #packetRead([type = 0, rest = 0, high = 0, low = 0]: Uint8Array): void {
    if (type === PUBACK && rest === 2) return this.#acknowledged((high << 8) | low);
    if (type !== CONNACK || rest !== 2)
      throw new Error(`not an answer: packet of type 0x${type.toString(16)}`);
    if (low !== 0) throw new Error(`the broker refuses the connection with code ${low}`);
    this.#accepted();
  }
}
