import { io, type Socket } from 'socket.io-client';
import type {
  DownEvents,
  Durable,
  DurableSnapshot,
  Ended,
  Gateways,
  Heartbeat,
  Hello,
  Layout,
  Summary,
} from '../../src/lib/protocol/down';
import { FrameReader } from '../../src/lib/protocol/frame-reader';
import { freshnessOf, runStateOf } from '../../src/lib/protocol/frame-layout';
import type { Ack, UpEvents } from '../../src/lib/protocol/up';
import { until } from './until';

export interface ProbeOptions {
  /** Origin that the page claims; its own address when not given, none when null. */
  origin?: string | null;
  /** False: takes frames in without saying so, as a page does that hangs. */
  acknowledges?: boolean;
}

interface SeenFrame {
  room: number;
  number: number;
  layoutVersion: number;
  whole: boolean;
  now: number;
  publishedAt: number | undefined;
  /** When the probe got it. */
  at: number;
  drives: { index: number; run: string; freshness: string; load: number; receivedAt: number }[];
  signals: { index: number; value: number; freshness: string }[];
}

/** A page's socket that writes down everything it is sent. */
export class LiveProbe {
  readonly socket: Socket<DownEvents, UpEvents>;
  readonly hellos: Hello[] = [];
  readonly heartbeats: Heartbeat[] = [];
  readonly layouts: Layout[] = [];
  readonly frames: SeenFrame[] = [];
  readonly summaries: Summary[] = [];
  readonly gateways: Gateways[] = [];
  readonly snapshots: DurableSnapshot[] = [];
  readonly durables: Durable[] = [];
  ended: Ended | undefined;
  /** Why there is no connection; `code` of a refusal. */
  refused: { code: string | undefined } | undefined;
  closedAt: number | undefined;
  acknowledges: boolean;
  readonly #reader = new FrameReader();

  constructor(url: string, cookie: string | undefined, options: ProbeOptions = {}) {
    this.acknowledges = options.acknowledges ?? true;
    const origin = options.origin === undefined ? url : options.origin;
    this.socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(origin === null ? {} : { origin }),
      },
    });
    this.socket.on('connect_error', (error) => {
      this.refused = { code: (error as { data?: { code?: string } }).data?.code };
    });
    this.socket.on('disconnect', () => void (this.closedAt = Date.now()));
    this.socket.on('hello', (message) => this.hellos.push(message));
    this.socket.on('heartbeat', (message) => this.heartbeats.push(message));
    this.socket.on('layout', (message) => this.layouts.push(message));
    this.socket.on('summary', (message) => this.summaries.push(message));
    this.socket.on('gateways', (message) => this.gateways.push(message));
    this.socket.on('snapshot', (message) => this.snapshots.push(message));
    this.socket.on('durable', (message) => this.durables.push(message));
    this.socket.on('ended', (message) => void (this.ended = message));
    this.socket.on('frame', (bytes) => this.#take(bytes));
  }

  async answered(): Promise<void> {
    await until(() => this.hellos.length > 0 || this.refused !== undefined, 5_000, 'the server answers');
  }

  watch(...views: unknown[]): Promise<Ack> {
    return this.ask('watch', { views });
  }

  resume(lastSeq: unknown): Promise<Ack> {
    return this.ask('resume', { lastSeq });
  }

  /** Asks to go on from there, and does not wait for an answer that a cut connection never gives. */
  goOnFrom(lastSeq: number): void {
    this.socket.emit('resume', { lastSeq }, () => undefined);
  }

  /** Sends whatever it is given. */
  ask(event: 'watch' | 'resume' | 'lookAt', message: unknown): Promise<Ack> {
    return this.socket.timeout(5_000).emitWithAck(event, message as never) as Promise<Ack>;
  }

  /** The newest layout of a view. */
  layout(view: string): Layout | undefined {
    return this.layouts.findLast((layout) => layout.view === view);
  }

  framesOf(view: string): SeenFrame[] {
    const room = this.layout(view)?.room;
    return this.frames.filter((frame) => frame.room === room);
  }

  close(): void {
    this.socket.disconnect();
  }

  #take(bytes: ArrayBuffer | ArrayBufferView): void {
    const frame = this.#reader;
    if (!frame.open(bytes)) throw new Error('the server sent a frame that cannot be read');
    const entries = Array.from({ length: frame.count }, (_, i) => i);
    this.frames.push({
      room: frame.room,
      number: frame.number,
      layoutVersion: frame.layoutVersion,
      whole: frame.whole,
      now: frame.now,
      publishedAt: frame.publishedAt,
      at: Date.now(),
      drives:
        frame.kind === 'drive'
          ? []
          : entries.map((i) => ({
              index: frame.drive(i),
              run: runStateOf(frame.state(i)),
              freshness: freshnessOf(frame.state(i)),
              load: frame.load(i),
              receivedAt: frame.receivedAt(i),
            })),
      signals:
        frame.kind !== 'drive'
          ? []
          : entries.map((i) => ({
              index: frame.signal(i),
              value: frame.value(i),
              freshness: freshnessOf(frame.grade(i)),
            })),
    });
    if (this.acknowledges) this.socket.emit('received', { frame: frame.number });
  }
}
