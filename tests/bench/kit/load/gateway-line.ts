import { connect, type TLSSocket } from 'node:tls';
import type { GatewayCredentials } from '../target';
import { monotonic, onTheWall } from './clock';
import { GatewayPackets, type LoadDrive } from './gateway-packets';
import { AnswerReader, connectPacket, DISCONNECT } from './packets';
import { Queue } from './queue';
import type { Tally } from './tally';
import { InFlightWindow } from './window';

/** A gateway to be played. */
export interface LoadGateway {
  id: string;
  credentials: GatewayCredentials;
  drives: readonly LoadDrive[];
}

/** What all lines share. */
export interface LineContext {
  port: number;
  /** Messages in flight at most, on each connection. */
  window: number;
  tally: Tally;
  /** Slots 2i and 2i+1: when the last two publications of drive i were due, epoch ms. */
  publishedAt: Float64Array;
}

/** A message that is due and has no room in the window yet. `due` is monotonic. */
interface Waiting {
  drive: number;
  due: number;
}

/** One gateway's connection: MQTT 3.1.1 over mutual TLS, which is lost for good when it breaks. */
export class GatewayLine {
  readonly #socket: TLSSocket;
  readonly #context: LineContext;
  readonly #window: InFlightWindow;
  readonly #packets: GatewayPackets;
  readonly #drives: readonly LoadDrive[];
  /** How many messages each drive has published. */
  readonly #sent: Uint32Array;
  readonly #queue = new Queue<Waiting>();
  #closing = false;

  /** Resolves when the broker has taken the connection. */
  static open(gateway: LoadGateway, context: LineContext): Promise<GatewayLine> {
    return new Promise((resolve, reject) => new GatewayLine(gateway, context, resolve, reject));
  }

  private constructor(
    { id, credentials, drives }: LoadGateway,
    context: LineContext,
    opened: (line: GatewayLine) => void,
    refused: (error: Error) => void,
  ) {
    this.#context = context;
    this.#window = new InFlightWindow(context.window);
    this.#packets = new GatewayPackets(id, drives);
    this.#drives = drives;
    this.#sent = new Uint32Array(drives.length);
    const { certificatePem: cert, keyPem: key, caPem: ca } = credentials;
    this.#socket = connect({ host: '127.0.0.1', port: context.port, cert, key, ca });
    this.#socket.setNoDelay(true);
    this.#socket.once('secureConnect', () => this.#socket.write(connectPacket(id)));
    let failed = refused;
    const answers = new AnswerReader({
      accepted: () => {
        // From now on there is nobody left to be told but the whole process.
        failed = (error) => {
          throw error;
        };
        opened(this);
      },
      acknowledged: (identifier) => this.#acknowledged(identifier),
    });
    this.#socket.on('data', (chunk: Buffer) => {
      answers.read(chunk);
      this.#readingEnds();
    });
    this.#socket.on('error', (error) => failed(new Error(`${id}: ${error.message}`, { cause: error })));
    const ended = () => {
      if (!this.#closing) failed(new Error(`${id}: the broker closed the connection`));
    };
    this.#socket.on('end', ended).on('close', ended);
  }

  get inFlight(): number {
    return this.#window.inFlight;
  }

  /** Since when the oldest message waits for room; `Infinity` when none does. Monotonic. */
  get waitingSince(): number {
    return this.#queue.peek()?.due ?? Infinity;
  }

  /** Publishes drives `from` up to, without, `to`, which were due at `due` (monotonic ms). */
  publish(from: number, to: number, due: number): void {
    if (this.#queue.length > 0 || this.#window.room < to - from) {
      for (let drive = from; drive < to; drive += 1) this.#queue.push({ drive, due });
      this.#context.tally.waiting(to - from);
      this.#sendWaiting();
      return;
    }
    for (let drive = from; drive < to; drive += 1) this.#write(drive, due);
    const bytes = this.#packets.view(from, to);
    // What the socket could not pass on at once it still looks at later, when the next message is in there.
    this.#socket.write(this.#socket.writableLength === 0 ? bytes : Buffer.from(bytes));
    this.#context.tally.published(to - from);
  }

  /** Says goodbye. What waits is given up; returns how many messages that are. */
  close(): number {
    this.#closing = true;
    const givenUp = this.#queue.length;
    this.#context.tally.waiting(-givenUp);
    this.#socket.end(DISCONNECT, () => this.#socket.destroy());
    return givenUp;
  }

  /**
   * Makes the drive's next packet. Its source time is when it was due, as a gateway has read it then, and so is
   * the time of its publication: what a full window or a late generator adds is part of every delay.
   */
  #write(drive: number, due: number): void {
    const n = this.#sent[drive]!;
    this.#sent[drive] = n + 1;
    const time = onTheWall(due);
    this.#packets.write(drive, { identifier: this.#window.take(due), n, time });
    this.#context.publishedAt[2 * this.#drives[drive]!.number + (n & 1)] = time;
  }

  #acknowledged(identifier: number): void {
    this.#context.tally.acknowledged(1, this.#window.give(identifier, monotonic()));
  }

  #readingEnds(): void {
    if (this.#queue.length > 0) this.#sendWaiting();
  }

  /** As many of the waiting ones as have room, in one write. */
  #sendWaiting(): void {
    const count = Math.min(this.#queue.length, this.#window.room);
    if (count === 0) return;
    const packets: Buffer[] = [];
    for (let i = 0; i < count; i += 1) {
      const { drive, due } = this.#queue.shift()!;
      this.#write(drive, due);
      packets.push(Buffer.from(this.#packets.view(drive, drive + 1)));
    }
    this.#socket.write(Buffer.concat(packets));
    this.#context.tally.waiting(-count);
    this.#context.tally.published(count);
  }
}
