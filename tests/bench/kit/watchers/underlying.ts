import type { Socket } from 'socket.io-client';

/** The connection below a socket: stops and starts reading its TCP stream, and answers pings unasked. */
interface Underlying {
  /** Reads nothing any more, and does not wonder that nothing comes. */
  pause(): void;
  resume(): void;
  pong(): void;
}

/** What of the engine and its WebSocket is used here; the library's types keep it private. */
interface Engine {
  transport: { ws?: { pause(): void; resume(): void; send(text: string): void; readyState: number } };
  /** Ends the connection when no ping has come for long; set anew by the next one. */
  _pingTimeoutTimer: ReturnType<typeof setTimeout> | undefined;
  _pingTimeoutTime: number;
}

const OPEN = 1;
/** The engine's packet that answers a ping. */
const PONG = '3';

/** Undefined while there is no connection. */
export function underlying(socket: Pick<Socket, 'io'>): Underlying | undefined {
  const engine = socket.io.engine as unknown as Engine;
  const { ws } = engine.transport;
  if (ws === undefined) return undefined;
  return {
    pause() {
      clearTimeout(engine._pingTimeoutTimer);
      engine._pingTimeoutTime = 0;
      ws.pause();
    },
    resume: () => ws.resume(),
    pong() {
      if (ws.readyState === OPEN) ws.send(PONG);
    },
  };
}
