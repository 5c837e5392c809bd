import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import type { Instant } from '../../domain/time';
import type { DownEvents, Durable, DurableSnapshot, Ended } from '../../protocol/down';
import type { UpEvents } from '../../protocol/up';
import type { View } from '../../protocol/views';
import type { Frame } from './frame-room';
import type { LiveSession } from './live-source';
import { deliver, type Prepared } from './prepared';
import { MOST_BUFFERED, SlowGate } from './slow-gate';
import type { StreamReader } from './stream-cursor';
import type { Viewer } from './viewer';

export interface SocketData {
  session: LiveSession;
  /** The connection below, to be cut when it does not close by itself. */
  connection: NetSocket;
}
export type LiveSocket = Socket<UpEvents, DownEvents, Record<string, never>, SocketData>;

/** Time that a closing connection has for its last message. */
const LAST_WORDS_MS = 500;

/** One connected browser. */
export class Client implements StreamReader {
  readonly session: LiveSession;
  readonly gate = new SlowGate();
  views: readonly View[] = [];
  /** Packets handed to the engine that its transport has not taken. */
  #buffered = 0;
  #ended: Ended['reason'] | undefined;

  constructor(
    readonly socket: LiveSocket,
    public viewer: Viewer,
  ) {
    this.session = socket.data.session;
    socket.conn.on('packetCreate', () => void (this.#buffered += 1));
    socket.conn.on('drain', () => void (this.#buffered = 0));
    // A peer that is gone never answers the closing handshake.
    socket.on('disconnect', () => this.#cutOff());
  }

  get buffered(): number {
    return this.#buffered;
  }

  /** Why the server has closed it; undefined while it has not. */
  get ended(): Ended['reason'] | undefined {
    return this.#ended;
  }

  isReady(): boolean {
    return (
      this.#ended === undefined && this.gate.closedSince === undefined && this.#buffered <= MOST_BUFFERED
    );
  }

  sendSnapshot(snapshot: DurableSnapshot): void {
    this.socket.emit('snapshot', snapshot);
  }

  sendEntry(entry: Durable): void {
    this.socket.emit('durable', entry);
  }

  sendLayout(layout: Prepared): void {
    deliver(this.socket, layout);
  }

  sendFrame(frame: Frame, now: Instant): void {
    deliver(this.socket, frame.message);
    this.gate.sent(frame.number, now);
  }

  /** Says why, then closes; a client that does not take even that is cut off. */
  end(reason: Ended['reason']): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.socket.emit('ended', { reason });
    this.socket.disconnect(true);
    this.#cutOff();
  }

  #cutOff(): void {
    setTimeout(() => this.socket.data.connection.destroy(), LAST_WORDS_MS).unref();
  }
}
