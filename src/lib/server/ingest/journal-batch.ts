import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { SampleRow } from '../storage/sample-store';
import type { InboundMessage } from './inbound-message';
import type { JournalEntry } from './journal-entry';

/** Live telemetry is younger, by a clock that is right; one that is behind makes us hurry without need. */
const LATE_MS = 500;

const isLate = ({ historical, receivedMs, sourceMs }: SampleRow): boolean =>
  historical || receivedMs - sourceMs > LATE_MS;

/** Told once all of a gateway's messages in a batch are committed. */
interface Receipt {
  readonly committed: Promise<void>;
  settle: () => void;
  open: number;
}

/**
 * Messages on their way to the database, in one transaction if it takes them all. A gateway's messages in one
 * batch share one receipt: acknowledgements leave in order anyway, and tens of thousands of messages a second
 * would leave as many promises waiting.
 */
export class JournalBatch {
  readonly #messages: InboundMessage[] = [];
  /** Of each message until it is settled. */
  readonly #receipts: (Receipt | undefined)[] = [];
  readonly #byGateway = new Map<GatewayId, Receipt>();
  /** Of all messages, one behind the other; those of message i end before `#ends[i]`. */
  readonly #entries: JournalEntry[] = [];
  readonly #ends: number[] = [];
  /** What is written of a message in place of its entries. */
  readonly #instead = new Map<number, JournalEntry>();
  #isUrgent = false;
  #open = 0;
  #bytes = 0;
  #openBytes = 0;

  get size(): number {
    return this.#messages.length;
  }

  /** Of payload. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many messages are not settled. */
  get open(): number {
    return this.#open;
  }

  /** Of their payload. */
  get openBytes(): number {
    return this.#openBytes;
  }

  /** Whether it holds anything but live telemetry: an event, or what comes late, as from a backlog. */
  get isUrgent(): boolean {
    return this.#isUrgent;
  }

  /** When the last of it was received. */
  get lastAt(): Instant {
    return this.#messages.at(-1)?.receivedAt ?? -Infinity;
  }

  get first(): InboundMessage | undefined {
    return this.#messages[0];
  }

  /** Resolves when this message is committed, and what its gateway has sent before it in this batch. */
  add(message: InboundMessage, entries: readonly JournalEntry[]): Promise<void> {
    const receipt = this.#receiptOf(message.gateway);
    this.#put(message, entries, receipt);
    return receipt.committed;
  }

  message(i: number): InboundMessage | undefined {
    return this.#messages[i];
  }

  /** What is to be written of the messages from `from` up to, without, `to`. */
  entries(from: number, to: number): readonly JournalEntry[] {
    const instead = to === from + 1 ? this.#instead.get(from) : undefined;
    if (instead !== undefined) return [instead];
    if (from === 0 && to === this.size) return this.#entries;
    return this.#entries.slice(this.#ends[from - 1] ?? 0, this.#ends[to - 1]);
  }

  /** From now on only this is written of a message, which the database has refused. */
  replace(i: number, entry: JournalEntry): void {
    this.#instead.set(i, entry);
  }

  /** The messages from `from` up to, without, `to` need no writing any more. */
  settle(from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const receipt = this.#receipts[i];
      if (receipt === undefined) continue;
      this.#receipts[i] = undefined;
      this.#open -= 1;
      this.#openBytes -= this.#messages[i]?.payload.length ?? 0;
      receipt.open -= 1;
      if (receipt.open === 0) receipt.settle();
    }
  }

  /** Whatever is not settled, with the same receipts. */
  rest(): JournalBatch {
    const rest = new JournalBatch();
    this.#messages.forEach((message, i) => {
      const receipt = this.#receipts[i];
      if (receipt !== undefined) rest.#put(message, this.entries(i, i + 1), receipt);
    });
    return rest;
  }

  #put(message: InboundMessage, entries: readonly JournalEntry[], receipt: Receipt): void {
    this.#messages.push(message);
    this.#receipts.push(receipt);
    for (const entry of entries) {
      this.#entries.push(entry);
      this.#isUrgent ||= entry.kind !== 'sample' || isLate(entry);
    }
    this.#ends.push(this.#entries.length);
    this.#open += 1;
    this.#bytes += message.payload.length;
    this.#openBytes += message.payload.length;
  }

  #receiptOf(gateway: GatewayId): Receipt {
    const known = this.#byGateway.get(gateway);
    if (known !== undefined) {
      known.open += 1;
      return known;
    }
    let settle = (): void => undefined;
    const committed = new Promise<void>((resolve) => (settle = resolve));
    const receipt = { committed, settle, open: 1 };
    this.#byGateway.set(gateway, receipt);
    return receipt;
  }
}
