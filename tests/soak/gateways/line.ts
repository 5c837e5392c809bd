import { connect, type TLSSocket } from 'node:tls';
import { generate, parser, type Packet } from 'mqtt-packet';

export interface LineOptions {
  port: number;
  gateway: string;
  credentials: { certificatePem: string; keyPem: string; caPem: string };
  version: 4 | 5;
  /** The server has said that messages may come. */
  opened(): void;
  /** A message was acknowledged, or refused by a reason code of 128 and more (MQTT 5). */
  answered(id: number, code: number): void;
  /** It is gone, by whomever's doing; called once, and not after `cut`. Says whether it was ever open. */
  closed(wasOpen: boolean): void;
}

/** Nothing heard for this long although something was asked: the line is given up. */
const SILENT_MS = 30_000;
const KEEP_ALIVE_S = 20;
const FAILED = 0x80;

/** One connection of a gateway: mutual TLS, MQTT 3.1.1 or 5, a session that outlives it (clean: false). */
export class Line {
  readonly #socket: TLSSocket;
  readonly #options: LineOptions;
  #isOpen = false;
  #isOver = false;
  #heardAt = Date.now();
  #saidAt = Date.now();

  constructor(options: LineOptions) {
    this.#options = options;
    const { port, credentials, version } = options;
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      ca: credentials.caPem,
      cert: credentials.certificatePem,
      key: credentials.keyPem,
    });
    const reader = parser({ protocolVersion: version });
    reader.on('packet', (packet) => this.#take(packet));
    reader.on('error', () => this.#socket.destroy());
    this.#socket.setNoDelay(true);
    this.#socket.on('secureConnect', () => this.#write(this.#connectPacket()));
    this.#socket.on('data', (chunk: Buffer) => {
      this.#heardAt = Date.now();
      reader.parse(chunk);
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#end());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Messages between `begin` and `flush` leave in one write. */
  begin(): void {
    this.#socket.cork();
  }

  flush(): void {
    this.#socket.uncork();
  }

  publish(id: number, topic: string, payload: string, dup: boolean): void {
    this.#write({ cmd: 'publish', messageId: id, topic, payload, qos: 1, dup, retain: false });
  }

  /** Keeps the connection alive; called about once a second. */
  tick(now: number): void {
    if (now - this.#heardAt > SILENT_MS) this.#socket.destroy();
    else if (this.#isOpen && now - this.#saidAt > (KEEP_ALIVE_S * 1_000) / 2) this.#write({ cmd: 'pingreq' });
  }

  /**
   * Pulls the cable: no DISCONNECT. When `silent`, the server is left with a connection that says nothing;
   * the socket is returned, to be destroyed some time.
   */
  cut(silent: boolean): TLSSocket | undefined {
    this.#isOver = true;
    this.#isOpen = false;
    if (!silent) {
      this.#socket.destroy();
      return undefined;
    }
    this.#socket.removeAllListeners('data');
    this.#socket.pause();
    return this.#socket;
  }

  /** Says goodbye and closes. */
  leave(): void {
    this.#isOver = true;
    this.#isOpen = false;
    if (this.#socket.writable) this.#write({ cmd: 'disconnect' });
    this.#socket.end();
    this.#socket.unref();
  }

  #connectPacket(): Packet {
    const { gateway, version } = this.#options;
    return {
      cmd: 'connect',
      clientId: gateway,
      protocolId: 'MQTT',
      protocolVersion: version,
      clean: false,
      keepalive: KEEP_ALIVE_S,
      ...(version === 5 ? { properties: { sessionExpiryInterval: 3_600 } } : {}),
    };
  }

  #write(packet: Packet): void {
    this.#saidAt = Date.now();
    this.#socket.write(generate(packet, { protocolVersion: this.#options.version }));
  }

  #take(packet: Packet): void {
    if (this.#isOver) return;
    if (packet.cmd === 'puback') return this.#options.answered(packet.messageId ?? 0, packet.reasonCode ?? 0);
    if (packet.cmd !== 'connack') return;
    if ((packet.returnCode ?? 0) !== 0 || (packet.reasonCode ?? 0) >= FAILED) this.#socket.destroy();
    else {
      this.#isOpen = true;
      this.#options.opened();
    }
  }

  #end(): void {
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.closed(wasOpen);
  }
}
