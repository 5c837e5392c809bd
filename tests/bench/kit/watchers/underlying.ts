import type { Socket } from 'socket.io-client';

/** The WebSocket below a socket: stops and starts reading its TCP connection, and answers pings unasked. */
interface Underlying {
  pause(): void;
  resume(): void;
  pong(): void;
}

/** What of the engine's transport and its WebSocket is used here; neither is in the library's types. */
interface EngineTransport {
  ws?: { pause(): void; resume(): void; send(text: string): void; readyState: number };
}

const OPEN = 1;
/** The engine's packet that answers a ping. */
const PONG = '3';

/** Undefined while there is no connection. */
export function underlying(socket: Pick<Socket, 'io'>): Underlying | undefined {
  const { ws } = socket.io.engine.transport as unknown as EngineTransport;
  if (ws === undefined) return undefined;
  return {
    pause: () => ws.pause(),
    resume: () => ws.resume(),
    pong: () => {
      if (ws.readyState === OPEN) ws.send(PONG);
    },
  };
}
