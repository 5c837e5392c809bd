import type { IPublishPacket } from 'mqtt-packet';

/** A message on its way to a gateway; `topic` is the full one. */
export interface Outgoing {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  retain: boolean;
}

/** How many a gateway must be ready to have unacknowledged at once, unless it says less. */
const IN_FLIGHT = 20;
const LAST_ID = 65_535;

/** Messages to one gateway: sent in order, a few unacknowledged at a time, the others queued. */
export class Outbound {
  readonly #inFlight = new Map<number, Outgoing>();
  #queue: Outgoing[] = [];
  #lastId = 0;
  #room = IN_FLIGHT;
  #send: ((packet: IPublishPacket) => void) | undefined;

  constructor(private readonly most: number) {}

  /** False when nothing more fits. */
  offer(message: Outgoing): boolean {
    if (this.#inFlight.size + this.#queue.length >= this.most) return false;
    this.#queue.push(message);
    this.#pump();
    return true;
  }

  acknowledged(id: number): void {
    if (this.#inFlight.delete(id)) this.#pump();
  }

  /**
   * A connection takes over. What was in flight is sent again, but only what `stillTrue` stands by: a
   * command that was cleared meanwhile must not arrive after all.
   */
  attach(
    send: (packet: IPublishPacket) => void,
    room: number | undefined,
    stillTrue: (message: Outgoing) => boolean,
  ): void {
    this.#send = send;
    this.#room = Math.min(IN_FLIGHT, room ?? IN_FLIGHT);
    for (const [id, message] of [...this.#inFlight]) {
      if (stillTrue(message)) this.#transmit(message, id, true);
      else this.#inFlight.delete(id);
    }
    this.#queue = this.#queue.filter(stillTrue);
    this.#pump();
  }

  detach(): void {
    this.#send = undefined;
  }

  clear(): void {
    this.#inFlight.clear();
    this.#queue = [];
  }

  #pump(): void {
    while (this.#send !== undefined && this.#inFlight.size < this.#room) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      if (next.qos === 0) {
        this.#transmit(next, undefined, false);
        continue;
      }
      const id = this.#freeId();
      this.#inFlight.set(id, next);
      this.#transmit(next, id, false);
    }
  }

  #transmit(message: Outgoing, id: number | undefined, dup: boolean): void {
    this.#send?.({ cmd: 'publish', ...message, dup, ...(id === undefined ? {} : { messageId: id }) });
  }

  #freeId(): number {
    do this.#lastId = (this.#lastId % LAST_ID) + 1;
    while (this.#inFlight.has(this.#lastId));
    return this.#lastId;
  }
}
