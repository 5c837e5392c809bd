import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * What the process entry (or the development server) and the runtime share, because they are loaded apart:
 * it lies under `Symbol.for('zonewatch.host')` on the global object.
 */
export interface Host {
  mode: 'production' | 'development';
  /** Answers a page or API request; the entry puts the built handler here once it is loaded. */
  handle: (request: IncomingMessage, response: ServerResponse, next?: () => void) => void | Promise<void>;
  /** The listening server of the development tool; the runtime makes its own in production. */
  http?: Server;
  /** Set by the runtime: begin to accept connections. */
  listen?: () => Promise<void>;
  /** Set by the runtime: let go of everything, within 5 s, without losing what was acknowledged. */
  stop?: () => Promise<void>;
}

const HOST = Symbol.for('zonewatch.host');

/** The host that this process was started with; undefined when pages are rendered by another tool. */
export function currentHost(): Host | undefined {
  return (globalThis as { [HOST]?: Host })[HOST];
}
