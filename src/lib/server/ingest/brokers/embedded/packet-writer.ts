import type { TLSSocket } from 'node:tls';
import type { Packet } from 'mqtt-packet';
import { encode, type ProtocolVersion } from './packet-codec';

/** Writes packets to one connection; those of one turn of the event loop leave together. */
export class PacketWriter {
  /** What CONNECT said; decides how packets are written. */
  version: ProtocolVersion = 4;
  #corked = false;

  constructor(
    private readonly socket: TLSSocket,
    private readonly mostUnsent: number,
  ) {}

  /** False when the other side takes in so little that no more may be kept for it. */
  write(packet: Packet): boolean {
    if (this.socket.destroyed) return true;
    if (!this.#corked) {
      this.#corked = true;
      this.socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.socket.uncork();
      });
    }
    this.socket.write(encode(packet, this.version));
    return this.socket.writableLength <= this.mostUnsent;
  }
}
