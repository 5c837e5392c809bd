import { once } from 'node:events';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { generate, parser, type Packet } from 'mqtt-packet';
import type { GatewayCredentials } from './mqtt-authority';

/** A TLS connection that sends exactly the bytes it is given and keeps the packets that come back. */
export class RawGateway {
  readonly packets: Packet[] = [];
  closed = false;

  private constructor(
    readonly socket: TLSSocket,
    private readonly version: 3 | 4 | 5,
  ) {
    const reader = parser({ protocolVersion: version });
    reader.on('packet', (packet) => this.packets.push(packet));
    socket.on('data', (chunk: Buffer) => void reader.parse(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.closed = true));
  }

  static async open(
    port: number,
    credentials: GatewayCredentials,
    version: 3 | 4 | 5 = 4,
    localAddress = '127.0.0.1',
  ): Promise<RawGateway> {
    // `localAddress` reaches the socket below, although the types of TLS do not name it.
    const options: ConnectionOptions & { localAddress: string } = {
      host: '127.0.0.1',
      localAddress,
      port,
      ca: credentials.caPem,
      cert: credentials.certificatePem,
      key: credentials.keyPem,
    };
    const socket = connect(options);
    await once(socket, 'secureConnect');
    return new RawGateway(socket, version);
  }

  /** Everything in one write, and so in one TLS record while it is less than 16 KiB. */
  send(...packets: (Packet | Buffer)[]): void {
    this.socket.write(
      Buffer.concat(
        packets.map((p) => (Buffer.isBuffer(p) ? p : generate(p, { protocolVersion: this.version }))),
      ),
    );
  }

  /** The kinds of packets that came back, in order. */
  get commands(): string[] {
    return this.packets.map(({ cmd }) => cmd);
  }

  count(cmd: Packet['cmd']): number {
    return this.packets.filter((packet) => packet.cmd === cmd).length;
  }

  /** Ends it as a cable does that is pulled. */
  break(): void {
    this.socket.destroy();
  }
}

export const connectPacket = (clientId: string, extra: object = {}): Packet => ({
  cmd: 'connect',
  clientId,
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  keepalive: 0,
  ...extra,
});

export const publishPacket = (
  topic: string,
  payload: string | Buffer,
  qos: 0 | 1 | 2,
  messageId = 0,
): Packet => ({
  cmd: 'publish',
  topic,
  payload,
  qos,
  retain: false,
  dup: false,
  ...(qos > 0 ? { messageId } : {}),
});
