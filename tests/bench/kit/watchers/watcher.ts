import { io, type Socket } from 'socket.io-client';
import type { DownEvents, Layout } from '../../../../src/lib/protocol/down';
import type { UpEvents } from '../../../../src/lib/protocol/up';
import { DriveNews } from './drive-news';
import { headOf, readBareEntries, readEntries } from './entries';
import type { SocketPlan, WatchersPlan } from './messages';
import { underlying } from './underlying';

/** The server gives a page up that has not answered a ping for ten seconds. */
const SIGN_OF_LIFE_MS = 4_000;

/** One socket that behaves as a page does, and measures what it is sent. */
export class Watcher {
  readonly news: DriveNews;
  frames = 0;
  bytes = 0;
  /** Connections that ended before they were told to; no reset forgets them. */
  lost = 0;
  /** Whole views that came although this one had the whole of it already. */
  sentAgain = 0;
  readonly #socket: Socket<DownEvents, UpEvents>;
  /**
   * By number of the room: version of its layout, number in the plant of each of its drives, and whether the
   * whole of it has come.
   */
  readonly #rooms = new Map<number, { version: number; drives: Int32Array; begun: boolean }>();
  #alive: ReturnType<typeof setInterval> | undefined;
  #stopped = false;

  constructor(
    private readonly plan: Pick<WatchersPlan, 'target' | 'url' | 'publishedAt'>,
    private readonly own: SocketPlan,
    private readonly numberOf: ReadonlyMap<string, number>,
  ) {
    this.news = new DriveNews(plan.publishedAt);
    this.#socket = io(plan.url, {
      transports: ['websocket'],
      autoConnect: false,
      forceNew: true,
      extraHeaders: { origin: plan.url, ...(own.cookie === undefined ? {} : { cookie: own.cookie }) },
    });
  }

  /** Resolves when the server has taken the connection and what it shall show. */
  async open(): Promise<void> {
    const socket = this.#socket;
    socket.on('frame', (bytes) => this.#onFrame(bytes));
    socket.on('layout', (layout) => this.#onLayout(layout));
    socket.on('disconnect', () => {
      if (!this.#stopped) this.lost += 1;
    });
    const opened = new Promise<void>((resolve, reject) => {
      socket.once('connect_error', (error) => reject(error));
      if (this.plan.target === 'bare') socket.once('connect', resolve);
      else socket.on('hello', () => void this.#begin().then(resolve, reject));
    });
    socket.connect();
    await opened;
  }

  /**
   * True: reads nothing from its TCP connection, so that the kernel's buffers fill and the sender feels it,
   * yet says that it lives: a page that hangs while its network stack answers. False: goes on.
   */
  stall(stalled: boolean): void {
    const below = underlying(this.#socket);
    clearInterval(this.#alive);
    if (!stalled) return below?.resume();
    below?.pause();
    this.#alive = setInterval(() => below?.pong(), SIGN_OF_LIFE_MS);
  }

  reset(): void {
    this.news.latency.reset();
    this.frames = 0;
    this.bytes = 0;
    this.sentAgain = 0;
  }

  /** Whether it has been sent nothing since the reset; gateways' views have no frames. */
  get isSilent(): boolean {
    const expects = this.plan.target === 'bare' || this.own.views.some(({ type }) => type !== 'gateway');
    return expects && this.frames === 0;
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#alive);
    this.#socket.disconnect();
  }

  /** As a page does after every hello: says what it shows, and asks for the durable stream. */
  async #begin(): Promise<void> {
    this.#rooms.clear();
    const views = [...this.own.views];
    const answer = await this.#socket.timeout(10_000).emitWithAck('watch', { views });
    if (!answer.ok) throw new Error(`not to be watched: ${answer.views?.join(', ') ?? answer.code}`);
    this.#socket.emit('resume', { lastSeq: null }, () => undefined);
  }

  #onLayout(layout: Layout): void {
    const drives = Int32Array.from(layout.drives, ({ id }) => this.numberOf.get(id) ?? -1);
    // A layout comes again with the whole view for one that had fallen behind: that is not a beginning.
    const begun = this.#rooms.get(layout.room)?.begun ?? false;
    this.#rooms.set(layout.room, { version: layout.version, drives, begun });
  }

  #onFrame(bytes: ArrayBuffer | ArrayBufferView): void {
    const now = Date.now();
    this.frames += 1;
    this.bytes += bytes.byteLength;
    if (this.plan.target === 'bare') {
      readBareEntries(bytes, (drive, receivedAt) => this.news.take(drive, receivedAt, now, true));
      return;
    }
    const head = headOf(bytes);
    this.#socket.emit('received', { frame: head.number });
    const room = this.#rooms.get(head.room);
    if (room?.version !== head.layoutVersion) return;
    // The first whole view shows what waited for this socket to come; a later one what it was not sent in time.
    const counts = room.begun;
    if (head.whole) {
      if (room.begun) this.sentAgain += 1;
      room.begun = true;
    }
    readEntries(bytes, (index, receivedAt) => {
      const drive = room.drives[index] ?? -1;
      if (drive >= 0) this.news.take(drive, receivedAt, now, counts);
    });
  }
}
