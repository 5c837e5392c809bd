import type { Server } from 'socket.io';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { DownEvents } from '../../protocol/down';
import type { UpEvents } from '../../protocol/up';
import type { View } from '../../protocol/views';
import type { Clock } from '../clock';
import type { Metrics } from '../metrics';
import type { Client, SocketData } from './client';
import { FrameRoom, roomKey, type Frame, type RoomSources } from './frame-room';
import { LeadingEdge } from './leading-edge';
import type { ImageSource } from './live-source';
import type { Viewer } from './viewer';

export type LiveIo = Server<UpEvents, DownEvents, Record<string, never>, SocketData>;

/** One view of one audience, and who watches it. */
export interface Room {
  key: string;
  view: View;
  viewer: Viewer;
  /** Undefined for views without frames. */
  frames: FrameRoom | undefined;
  members: Set<Client>;
  /** Only of a drive in focus: what has it sent as soon as it changes, and how to let go of the drive. */
  focus: { edge: LeadingEdge; unwatch: () => void } | undefined;
}

interface RoomsOptions {
  sources: RoomSources & { image: Pick<ImageSource, 'watch'> };
  plant: () => Plant;
  clock: Clock;
  metrics: Pick<Metrics, 'frames' | 'framesSkipped'>;
  /** Shortest time between two frames of a drive in focus, at present. */
  focusMs: () => number;
}

/**
 * Who watches what. A room is a view as one audience sees it, so that what is sent to a room is what
 * everybody in it may see. Rooms exist while somebody is in them.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  #numbers = 0;

  constructor(private readonly o: RoomsOptions) {}

  all(): Iterable<Room> {
    return this.#rooms.values();
  }

  /** The client watches these views and no others. Returns the rooms that are new to it. */
  watch(client: Client, views: readonly View[], now: Instant): Room[] {
    client.views = views;
    const wanted = new Set(views.map((view) => roomKey(view, client.viewer)));
    for (const room of [...this.#rooms.values()]) {
      if (room.members.has(client) && !wanted.has(room.key)) this.#leave(client, room);
    }
    return views.flatMap((view) => {
      const room = this.#room(view, client.viewer, now);
      if (room.members.has(client)) return [];
      room.members.add(client);
      this.#catchUp(client, room, now);
      return [room];
    });
  }

  /** The client is gone. */
  forget(client: Client): void {
    for (const room of [...this.#rooms.values()]) this.#leave(client, room);
  }

  /** Whoever fell behind gets nothing from now on; whoever has caught up gets the whole of each view. */
  judge(clients: Iterable<Client>, now: Instant): Client[] {
    const opened: Client[] = [];
    for (const client of clients) {
      const verdict = client.gate.judge(now, client.buffered);
      if (verdict === 'open' || client.ended !== undefined) continue;
      for (const room of this.#rooms.values()) {
        if (!room.members.has(client)) continue;
        if (verdict === 'opened') this.#catchUp(client, room, now);
        else void client.socket.leave(room.key);
      }
      if (verdict === 'opened') opened.push(client);
    }
    return opened;
  }

  /** Sends what changed in the views of many drives. */
  flushMany(now: Instant): void {
    for (const room of this.#rooms.values()) if (room.focus === undefined) this.#flush(room, now);
  }

  /** Looks after the drives in focus, of which time makes something else without news of them. */
  refreshFocus(): void {
    for (const { focus } of this.#rooms.values()) focus?.edge.request();
  }

  /** Takes over a changed plant: rooms whose drives are others begin anew. */
  changePlant(plant: Plant, now: Instant): void {
    for (const room of this.#rooms.values()) {
      if (room.frames?.changePlant(plant, now) === true) this.#startOver(room, room.frames, now);
    }
  }

  /** True when there was something to send. */
  #flush(room: Room, now: Instant): boolean {
    const { frames } = room;
    if (frames === undefined) return false;
    if (frames.renew(now)) this.#startOver(room, frames, now);
    const frame = frames.changes(now);
    if (frame === undefined) return false;
    this.#sendToAll(room, frame, now);
    return true;
  }

  #startOver(room: Room, frames: FrameRoom, now: Instant): void {
    for (const client of openOf(room)) client.sendLayout(frames.preparedLayout);
    this.#sendToAll(room, frames.whole(now), now);
  }

  #sendToAll(room: Room, frame: Frame, now: Instant): void {
    let sent = 0;
    for (const client of openOf(room)) {
      client.sendFrame(frame, now);
      sent += 1;
    }
    this.o.metrics.frames.inc(sent);
    this.o.metrics.framesSkipped.inc(room.members.size - sent);
  }

  /** Layout and whole view, then everything that follows; a client behind its gate gets it when that opens. */
  #catchUp(client: Client, room: Room, now: Instant): void {
    if (!isOpen(client)) return;
    if (room.frames !== undefined) {
      client.sendLayout(room.frames.preparedLayout);
      client.sendFrame(room.frames.whole(now), now);
      this.o.metrics.frames.inc();
    }
    void client.socket.join(room.key);
  }

  #leave(client: Client, room: Room): void {
    if (!room.members.delete(client)) return;
    void client.socket.leave(room.key);
    if (room.members.size > 0) return;
    this.#rooms.delete(room.key);
    room.focus?.unwatch();
    room.focus?.edge.stop();
  }

  #room(view: View, viewer: Viewer, now: Instant): Room {
    const key = roomKey(view, viewer);
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    this.#numbers += 1;
    const { sources, plant } = this.o;
    const frames =
      view.type === 'gateway' ? undefined : new FrameRoom(this.#numbers, view, viewer, sources, plant(), now);
    const room: Room = { key, view, viewer, frames, members: new Set(), focus: undefined };
    if (view.type === 'drive') room.focus = this.#focusOn(view.drive, room);
    this.#rooms.set(key, room);
    return room;
  }

  #focusOn(drive: (View & { type: 'drive' })['drive'], room: Room): Room['focus'] {
    const { clock, focusMs, sources } = this.o;
    const edge = new LeadingEdge({ clock, everyMs: focusMs, send: (at) => this.#flush(room, at) });
    return { edge, unwatch: sources.image.watch(drive, () => edge.request()) };
  }
}

const isOpen = (client: Client): boolean => client.gate.closedSince === undefined;

const openOf = ({ members }: Room): Client[] => [...members].filter(isOpen);
