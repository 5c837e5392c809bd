import { io, type Socket } from 'socket.io-client';
import type { DownEvents, Durable, DurableSnapshot } from '../../../src/lib/protocol/down';
import { FrameReader } from '../../../src/lib/protocol/frame-reader';
import type { Ack, UpEvents } from '../../../src/lib/protocol/up';
import type { Watcher } from './watchers';
import { StreamDigest } from './digest';

/** What a client has seen of the durable stream, and what was wrong with it. */
export interface StreamCounts {
  name: string;
  who: string;
  /** Number of the snapshot it began with; undefined when it never got one. */
  from: number | undefined;
  last: number;
  entries: number;
  digest: string;
  connects: number;
  /** Cut by the run, or by the server's death. */
  losses: number;
  resumes: number;
  /** Entries that had come before: there must be none. */
  again: number;
  /** Entries that did not follow the one before: there must be none. */
  gaps: number;
  /** Snapshots instead of what was missed: there must be none. */
  restarts: number;
  /** Takes frames of the whole fleet too. */
  watchesFleet: boolean;
  frames: number;
}

const REDIAL_MS = 500;
/** How long a connection that was cut silently outlives the dialling of the next. */
const GHOST_MS = 3_000;
/** Heartbeats in a row that may find it behind before it asks again, as the page does. */
const PATIENCE = 3;

/**
 * A page's socket without the page: follows the durable stream from one snapshot on, for as long as the run
 * lasts, over every cut, by telling the number it stands at.
 */
export class StreamClient {
  readonly #digest = new StreamDigest();
  readonly #reader = new FrameReader();
  readonly #url: string;
  readonly #watcher: Watcher;
  #socket: Socket<DownEvents, UpEvents> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDone = false;
  #isGreeted = false;
  #from: number | undefined;
  #last = 0;
  #behind = 0;
  #connects = 0;
  #losses = 0;
  #resumes = 0;
  #again = 0;
  #gaps = 0;
  #restarts = 0;
  #frames = 0;

  constructor(url: string, watcher: Watcher) {
    this.#url = url;
    this.#watcher = watcher;
  }

  get last(): number {
    return this.#last;
  }

  get counts(): StreamCounts {
    return {
      name: this.#watcher.name,
      who: this.#watcher.person,
      from: this.#from,
      last: this.#last,
      entries: this.#digest.count,
      digest: this.#digest.value,
      connects: this.#connects,
      losses: this.#losses,
      resumes: this.#resumes,
      again: this.#again,
      gaps: this.#gaps,
      restarts: this.#restarts,
      watchesFleet: this.#watcher.watchesFleet,
      frames: this.#frames,
    };
  }

  dial(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isDone) return;
    const socket: Socket<DownEvents, UpEvents> = io(this.#url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: 10_000,
      extraHeaders: { cookie: this.#watcher.cookie, origin: this.#url },
    });
    this.#socket = socket;
    const mine = <T extends unknown[]>(take: (...message: T) => void) => {
      return (...message: T) => void (this.#socket === socket && take(...message));
    };
    socket.on(
      'hello',
      mine(() => this.#greet(socket)),
    );
    socket.on(
      'heartbeat',
      mine(({ head }) => this.#compare(head)),
    );
    socket.on(
      'snapshot',
      mine((snapshot) => this.#begin(snapshot)),
    );
    socket.on(
      'durable',
      mine((entry) => this.#take(entry)),
    );
    socket.on(
      'frame',
      mine((bytes) => this.#frame(bytes)),
    );
    socket.on(
      'disconnect',
      mine(() => this.#lost(REDIAL_MS)),
    );
    socket.on(
      'connect_error',
      mine(() => this.#lost(REDIAL_MS)),
    );
  }

  /**
   * Whatever is on its way is not taken in any more; dialled again `ms` later. When `silent`, the server hears
   * of it only after the new connection was made.
   */
  cut(ms: number, silent: boolean): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#lost(ms);
    if (silent) setTimeout(() => socket.io.engine.close(), ms + GHOST_MS).unref();
    else socket.io.engine.close();
  }

  end(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#socket?.disconnect();
  }

  #greet(socket: Socket<DownEvents, UpEvents>): void {
    this.#connects += 1;
    this.#isGreeted = true;
    if (this.#watcher.watchesFleet) socket.emit('watch', { views: [{ type: 'fleet' }] }, () => undefined);
    this.#resume();
  }

  #resume(): void {
    this.#behind = 0;
    this.#resumes += 1;
    const lastSeq = this.#from === undefined ? null : this.#last;
    this.#socket?.emit('resume', { lastSeq }, (answer: Ack) => {
      // While the database is away nothing is resumed; the next heartbeats ask again.
      if (!answer.ok) this.#behind = 1;
    });
  }

  #compare(head: number): void {
    const isBehind = this.#from === undefined || head > this.#last || this.#behind > 0;
    this.#behind = isBehind ? this.#behind + 1 : 0;
    if (this.#behind > PATIENCE) this.#resume();
  }

  #begin({ head }: DurableSnapshot): void {
    if (this.#from === undefined) this.#from = head;
    else this.#restarts += 1;
    this.#last = head;
  }

  #take({ seq, previous, at, event }: Durable): void {
    this.#behind = 0;
    if (seq <= this.#last) this.#again += 1;
    else if (previous !== this.#last) {
      this.#gaps += 1;
      this.#resume();
    } else {
      this.#last = seq;
      this.#digest.add({ seq, at, event });
    }
  }

  #frame(bytes: ArrayBuffer | ArrayBufferView): void {
    if (!this.#reader.open(bytes)) return;
    this.#frames += 1;
    this.#socket?.emit('received', { frame: this.#reader.number });
  }

  #lost(ms: number): void {
    this.#socket = undefined;
    if (this.#isGreeted) this.#losses += 1;
    this.#isGreeted = false;
    clearTimeout(this.#timer);
    if (!this.#isDone) this.#timer = setTimeout(() => this.dial(), ms);
  }
}
