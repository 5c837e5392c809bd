import { io, type Socket } from 'socket.io-client';
import type { DownEvents } from '$lib/protocol/down';
import type { UpEvents } from '$lib/protocol/up';

/** An attempt that has no answer by then has failed. */
const CONNECT_TIMEOUT_MS = 4_000;

export interface TransportEvents {
  /** The server took the connection. */
  opened(): void;
  /** The connection is gone, or an attempt failed. */
  closed(): void;
  /** The server answered and refused; `code` is one of the error table's, or undefined. */
  refused(code: string | undefined): void;
}

/** What the connection needs of a socket, so that tests can be the other end. */
export interface Transport {
  open(): void;
  /** Lets go of the present connection, or attempt, without telling. */
  close(): void;
  send<E extends keyof UpEvents>(event: E, ...payload: Parameters<UpEvents[E]>): void;
  listen(events: TransportEvents, messages: DownEvents): void;
}

/**
 * The real one: WebSocket only, one attempt at a time, reconnecting left to the caller. Without an address it
 * goes where the page came from; headers are for programs, browsers send their own.
 */
export function socketTransport(url?: string, extraHeaders: Record<string, string> = {}): Transport {
  const options = {
    extraHeaders,
    transports: ['websocket'],
    reconnection: false,
    autoConnect: false,
    forceNew: true,
    timeout: CONNECT_TIMEOUT_MS,
  };
  const socket: Socket<DownEvents, UpEvents> = url === undefined ? io(options) : io(url, options);
  return {
    open: () => void socket.connect(),
    close: () => void socket.disconnect(),
    send: (event, ...payload) => {
      if (socket.connected) socket.emit(event, ...payload);
    },
    listen(events, messages) {
      socket.on('connect', () => events.opened());
      socket.on('disconnect', (reason) => {
        if (reason !== 'io client disconnect') events.closed();
      });
      socket.on('connect_error', (error) => {
        if (!isRefusal(error)) return events.closed();
        // The next attempt shall be a new request, with the cookie of that time.
        socket.disconnect();
        events.refused(codeOf(error));
      });
      for (const name of Object.keys(messages) as (keyof DownEvents)[]) socket.on(name, messages[name]);
    },
  };
}

/** A refusal carries data; a connection that could not be made does not. */
const isRefusal = (error: Error): error is Error & { data: unknown } =>
  'data' in error && error.data !== undefined;

function codeOf(error: { data: unknown }): string | undefined {
  const { data } = error;
  return typeof data === 'object' && data !== null && 'code' in data && typeof data.code === 'string'
    ? data.code
    : undefined;
}
