import type { DownEvents } from '../../protocol/down';
import type { LiveSocket } from './client';

/** RFC 6455, section 5.2: the whole message in one frame, and its kind. */
const TEXT = 0x81;
const BINARY = 0x82;
/** Socket.IO's name for a message with one binary part, which follows as a message of its own. */
const FRAME = Buffer.from('451-["frame",{"_placeholder":true,"num":0}]');

/**
 * A message as it goes over the wire, made once for everybody who gets it. The socket library encodes what it
 * broadcasts once too, but not binary events: for each receiver, they are framed and written twice.
 */
export interface Prepared {
  compress: false;
  /** What the library's own broadcasts use for the same purpose. */
  wsPreEncodedFrame: Buffer[];
}

/** A telemetry frame; the bytes are not copied and may not be changed any more. */
export const preparedFrame = (bytes: Uint8Array): Prepared =>
  prepared(
    Buffer.concat([header(TEXT, FRAME.length), FRAME, header(BINARY, bytes.length)]),
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
  );

/** A message of its own kind, as JSON. */
export function preparedEvent<E extends keyof DownEvents>(
  event: E,
  message: Parameters<DownEvents[E]>[0],
): Prepared {
  const text = Buffer.from(`42${JSON.stringify([event, message])}`);
  return prepared(header(TEXT, text.length), text);
}

/** Sends it after everything that was sent to this socket before. */
export function deliver(socket: LiveSocket, message: Prepared): void {
  socket.conn.write('', message);
}

const prepared = (...parts: Buffer[]): Prepared => ({ compress: false, wsPreEncodedFrame: parts });

/** Header of a WebSocket message from a server, which is not masked. */
function header(kind: number, length: number): Buffer {
  if (length < 126) return Buffer.from([kind, length]);
  if (length < 65_536) return Buffer.from([kind, 126, length >> 8, length & 0xff]);
  const long = Buffer.alloc(10);
  long.set([kind, 127]);
  long.writeUIntBE(length, 4, 6);
  return long;
}
