import { io, type Socket } from 'socket.io-client';
import type { DownEvents, Durable, DurableSnapshot } from '../../../src/lib/protocol/down';
import type { UpEvents } from '../../../src/lib/protocol/up';

/** People who are connected as pages are: they have the snapshot and follow the durable stream. */
export interface Onlookers {
  /** Durable entries that came to all of them together. */
  entries(): number;
  stop(): void;
}

/**
 * Connects one socket per cookie and waits until each has its snapshot. `heard` is called with each entry that
 * comes to the person of that place in the list.
 */
export async function startOnlookers(
  url: string,
  cookies: readonly string[],
  heard: (person: number, entry: Durable) => void = () => undefined,
): Promise<Onlookers> {
  let entries = 0;
  const visitors = await Promise.all(
    cookies.map((cookie, person) =>
      connect(url, cookie, (entry) => {
        entries += 1;
        heard(person, entry);
      }),
    ),
  );
  return {
    entries: () => entries,
    stop: () => visitors.forEach(({ socket }) => socket.close()),
  };
}

/** What somebody who connects now is told first. */
export async function snapshotNow(url: string, cookie: string): Promise<DurableSnapshot> {
  const { socket, snapshot } = await connect(url, cookie, () => undefined);
  socket.close();
  return snapshot;
}

function connect(
  url: string,
  cookie: string,
  onEntry: (entry: Durable) => void,
): Promise<{ socket: Socket<DownEvents, UpEvents>; snapshot: DurableSnapshot }> {
  return new Promise((resolve, reject) => {
    const socket: Socket<DownEvents, UpEvents> = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie, origin: url },
    });
    socket.on('connect', () => socket.emit('resume', { lastSeq: null }, () => undefined));
    socket.on('connect_error', reject);
    socket.on('durable', onEntry);
    socket.on('snapshot', (snapshot) => resolve({ socket, snapshot }));
  });
}
