import type { GatewayId } from '../../../../domain/ids';
import { MINUTE_MS, SECOND_MS, type Instant } from '../../../../domain/time';
import type { InboundMessage } from '../../inbound-message';
import { downBranch, matches } from '../topics';
import type { BrokerContext } from './broker-context';
import { InboundWindow } from './inbound-window';
import { Outbound, type Outgoing } from './outbound';
import { TokenBucket } from './token-bucket';
import { asMessage, type Will } from './will';

/** What a gateway subscribed to below its own `down/`. */
export interface Subscription {
  qos: 0 | 1;
  /** Live messages keep their retain flag (MQTT 5, and mosquitto bridges). */
  retainAsPublished: boolean;
}

/** The connection a session has at present, as far as the session needs it. */
export interface Attached {
  readonly address: string;
  /** Whether reading may go on or must stop has changed. */
  reconsider(): void;
  /** Ends it in favour of a newer connection of the same gateway. */
  takeOver(): void;
  /** Ends it for a reason of ours; its will is not published, because the gateway did not die. */
  dismiss(reason: string, code: number): void;
}

const TAKEOVERS_WATCHED_MS = 10 * MINUTE_MS;
const TAKEOVERS_USUAL = 3;
/** Reading must have gone on for this long before a gateway no longer shows as slowed. */
const SLOWED_SHOWN_MS = 2 * SECOND_MS;

/**
 * All that the broker knows of one gateway; there is one for every gateway that ever connected since the
 * start. Window, rate and retained messages belong to the gateway; the rest ends with a clean session.
 */
export class GatewaySession {
  readonly window: InboundWindow;
  readonly rate: TokenBucket;
  readonly outbound: Outbound;
  readonly subscriptions = new Map<string, Subscription>();
  /** Packet ids of QoS 2 messages that are not released yet, each with its commit. */
  readonly received = new Map<number, Promise<void>>();
  /** Last retained message per topic below `down/`. */
  readonly retained = new Map<string, Buffer>();
  connection: Attached | undefined;
  /** A will that waits out its delay (MQTT 5). */
  will: { message: Will; due: Instant } | undefined;
  /** When a session without connection is forgotten; undefined keeps it. */
  #endsAt: Instant | undefined;
  #persistent = false;
  #slowedAt: Instant | undefined;
  /** What was handed over last. */
  #held: { committed: Promise<void>; messages: number; bytes: number } | undefined;
  #reported = 0;
  #takeovers: { at: Instant; address: string }[] = [];

  constructor(
    readonly gateway: GatewayId,
    private readonly context: BrokerContext,
  ) {
    const { limits } = context;
    this.window = new InboundWindow({ messages: limits.windowMessages, bytes: limits.windowBytes }, () => {
      this.#report();
      this.connection?.reconsider();
    });
    this.rate = new TokenBucket(limits.messagesPerSecond);
    this.outbound = new Outbound(limits.queuedDown);
  }

  /** Begins a connection's use of the session; true when there was one to go on with. */
  open(clean: boolean, now: Instant): boolean {
    const present = !clean && this.#persistent && (this.#endsAt === undefined || now < this.#endsAt);
    if (!present) this.#forget();
    this.#persistent = true;
    this.#endsAt = undefined;
    this.will = undefined;
    return present;
  }

  /** Ends a connection's use; `keepMs` is how long the session outlives it, undefined for good. */
  close(keepMs: number | undefined, now: Instant): void {
    this.connection = undefined;
    this.outbound.detach();
    if (keepMs === 0) this.#forget();
    else this.#endsAt = keepMs === undefined ? undefined : now + keepMs;
  }

  /** Retained messages that a filter matches. */
  retainedFor(filter: string): [topic: string, payload: Buffer][] {
    return [...this.retained].filter(([topic]) => matches(filter, downBranch(this.gateway) + topic));
  }

  /** How a topic below `down/` is to be sent: the best of all subscriptions that match. */
  subscriptionFor(topic: string): Subscription | undefined {
    const full = downBranch(this.gateway) + topic;
    const hits = [...this.subscriptions].filter(([filter]) => matches(filter, full)).map(([, sub]) => sub);
    if (hits.length === 0) return undefined;
    return {
      qos: hits.some((hit) => hit.qos === 1) ? 1 : 0,
      retainAsPublished: hits.some((hit) => hit.retainAsPublished),
    };
  }

  /** A message may be sent again after a reconnect while it is still the retained one, or clears one. */
  stillTrue(message: Outgoing): boolean {
    if (message.payload.length === 0) return true;
    return (
      this.retained.get(message.topic.slice(downBranch(this.gateway).length))?.equals(message.payload) ??
      false
    );
  }

  /**
   * Hands a message over; resolves with its commit. Until then it counts into the window. The sink never
   * rejects, so a rejection is a fault in the program: the message then stays unacknowledged.
   */
  hand(message: InboundMessage, bytes: number): Promise<void> {
    this.window.take(bytes, message.receivedAt);
    let committed: Promise<void>;
    try {
      committed = this.context.sink.accept(message);
    } catch (error) {
      this.window.release(1, bytes);
      throw error;
    }
    this.#hold(committed, bytes);
    return committed;
  }

  /** Publishes a will as the gateway's own message. */
  publishWill(will: Will, now: Instant): void {
    this.hand(asMessage(this.gateway, will, now), will.payload.length).catch((error: unknown) =>
      this.context.log.error({ gateway: this.gateway, err: error }, 'a will could not be handed over'),
    );
  }

  slowed(now: Instant): void {
    if (this.#slowedAt === undefined) this.context.links.rateLimited(this.gateway, true, now);
    this.#slowedAt = now;
  }

  /** True when one identity is used from several places at once, rather than by one flapping link. */
  takenOver(from: string, to: string, now: Instant): boolean {
    const recent = this.#takeovers.filter(({ at }) => now - at < TAKEOVERS_WATCHED_MS);
    this.#takeovers = [...recent, { at: now, address: from }];
    const places = new Set([...this.#takeovers.map(({ address }) => address), to]);
    return this.#takeovers.length > TAKEOVERS_USUAL && places.size > 1;
  }

  /** Called about once a second. */
  tick(now: Instant): void {
    if (this.#reported !== this.window.state.messages) this.#report();
    if (this.will !== undefined && now >= this.will.due) {
      this.publishWill(this.will.message, now);
      this.will = undefined;
    }
    if (this.#slowedAt !== undefined && now - this.#slowedAt > SLOWED_SHOWN_MS) {
      this.#slowedAt = undefined;
      this.context.links.rateLimited(this.gateway, false, now);
    }
  }

  /** Messages that are committed together, which is most of them, leave the window together. */
  #hold(committed: Promise<void>, bytes: number): void {
    if (this.#held?.committed === committed) {
      this.#held.messages += 1;
      this.#held.bytes += bytes;
      return;
    }
    const held = { committed, messages: 1, bytes };
    this.#held = held;
    const release = () => {
      if (this.#held === held) this.#held = undefined;
      this.window.release(held.messages, held.bytes);
    };
    committed.then(release, release);
  }

  #report(): void {
    const { state } = this.window;
    this.#reported = state.messages;
    this.context.links.held(this.gateway, state);
  }

  #forget(): void {
    this.subscriptions.clear();
    this.received.clear();
    this.outbound.clear();
    this.#persistent = false;
  }
}
