import type { Server } from 'socket.io';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { DownEvents } from '../../protocol/down';
import type { UpEvents } from '../../protocol/up';
import type { View } from '../../protocol/views';
import type { Metrics } from '../metrics';
import type { Client, SocketData } from './client';
import { FrameRoom, roomKey, type RoomSources } from './frame-room';
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
}

/**
 * Who watches what. A room is a view as one audience sees it, so that what is sent to a room is what
 * everybody in it may see. Rooms exist while somebody is in them.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  #numbers = 0;

  constructor(
    private readonly io: LiveIo,
    private readonly sources: RoomSources,
    private readonly plant: () => Plant,
    private readonly metrics: Pick<Metrics, 'frames' | 'framesSkipped'>,
  ) {}

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

  /** Sends what changed in the views of these types. */
  flush(types: readonly View['type'][], now: Instant): void {
    for (const room of this.#rooms.values()) {
      if (room.frames === undefined || !types.includes(room.view.type)) continue;
      if (room.frames.renew(now)) this.#startOver(room, now);
      const frame = room.frames.changes(now);
      if (frame === undefined) continue;
      this.io.to(room.key).emit('frame', frame.bytes);
      for (const client of room.members) {
        if (client.gate.closedSince === undefined) {
          client.gate.sent(frame.number, now);
          this.metrics.frames.inc();
        } else this.metrics.framesSkipped.inc();
      }
    }
  }

  /** Takes over a changed plant: rooms whose drives are others begin anew. */
  changePlant(plant: Plant, now: Instant): void {
    for (const room of this.#rooms.values()) {
      if (room.frames?.changePlant(plant, now) === true) this.#startOver(room, now);
    }
  }

  #startOver(room: Room, now: Instant): void {
    for (const client of room.members) this.#catchUp(client, room, now);
  }

  /** Layout and whole view, then everything that follows; a client behind its gate gets it when that opens. */
  #catchUp(client: Client, room: Room, now: Instant): void {
    if (client.gate.closedSince !== undefined) return;
    if (room.frames !== undefined) {
      client.socket.emit('layout', room.frames.layout);
      client.sendFrame(room.frames.whole(now), now);
      this.metrics.frames.inc();
    }
    void client.socket.join(room.key);
  }

  #leave(client: Client, room: Room): void {
    if (!room.members.delete(client)) return;
    void client.socket.leave(room.key);
    if (room.members.size === 0) this.#rooms.delete(room.key);
  }

  #room(view: View, viewer: Viewer, now: Instant): Room {
    const key = roomKey(view, viewer);
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    this.#numbers += 1;
    const frames =
      view.type === 'gateway'
        ? undefined
        : new FrameRoom(this.#numbers, view, viewer, this.sources, this.plant(), now);
    const room: Room = { key, view, viewer, frames, members: new Set() };
    this.#rooms.set(key, room);
    return room;
  }
}
