import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import type { InboundMessage } from './inbound-message';
import type { IngestMetrics } from './ingest-metrics';
import { JournalBatch } from './journal-batch';
import { isRefusal } from './journal-errors';
import type { JournalEntry } from './journal-entry';
import { quarantined } from './quarantine';

interface JournalOptions {
  database: Pick<Database, 'transaction'>;
  /** Writes entries in the transaction it is given. */
  write: (tx: Tx, entries: readonly JournalEntry[]) => Promise<void>;
  /** Told after each commit. */
  onCommitted?: (() => void) | undefined;
  clock: Clock;
  log: Logger;
  metrics: IngestMetrics;
  /** Most messages in one transaction. */
  batchMessages?: number | undefined;
  /** Least time from the beginning of one transaction to that of the next; of live telemetry alone, some times it. */
  apartMs?: number | undefined;
}

/** Messages of a batch, from `from` up to, without, `to`. */
interface Part {
  batch: JournalBatch;
  from: number;
  to: number;
}

/** What waits to be committed. */
export interface JournalBacklog {
  messages: number;
  bytes: number;
  /** When the oldest of it was received. */
  oldestAt: number | undefined;
}

const BATCH_MESSAGES = 6_000;
const BATCH_BYTES = 8 * 1_024 * 1_024;
/** Each transaction costs as much as some fifty of its rows. A message that comes after a pause waits for none. */
const APART_MS = 20;
/**
 * Live telemetry gathers for so many times that, as long as it keeps coming: nobody waits for its
 * acknowledgement. Whoever is held back by a small window falls behind, is late, and hurries us.
 */
const CALM_TIMES = 12;
const LOOKS_APART_MS = 10;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Commits what gateways sent, in the order it came, in one transaction after the other: the next begins when
 * the last has ended, a little apart, with whatever has gathered meanwhile. What comes after a pause is
 * committed at once. While the database is away it
 * waits and tries again; how much can gather is bounded by the brokers' windows. A message that the database
 * refuses is found by halving its batch, and quarantined, so that it holds nobody up.
 */
export class Journal implements Service {
  readonly name = 'journal';
  readonly #options: JournalOptions;
  readonly #most: number;
  readonly #apartMs: number;
  /** The last of them is still being filled. */
  #queue: JournalBatch[] = [];
  #inHand: JournalBatch | undefined;
  /** The database did not take the last batch, though nothing is wrong with it. */
  #isStuck = false;
  #arrived: (() => void) | undefined;
  /** When the last transaction began. */
  #begunAt = -Infinity;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#most = options.batchMessages ?? BATCH_MESSAGES;
    this.#apartMs = options.apartMs ?? APART_MS;
  }

  /**
   * Resolves when the entries of a message are committed, together; never rejects. The promise may be that of
   * messages of the same gateway before it.
   */
  append(message: InboundMessage, entries: readonly JournalEntry[]): Promise<void> {
    const last = this.#queue.at(-1);
    const batch = last === undefined || this.#isFull(last) ? new JournalBatch() : last;
    if (batch !== last) this.#queue.push(batch);
    const committed = batch.add(message, entries);
    this.#arrived?.();
    return committed;
  }

  backlog(): JournalBacklog {
    let messages = this.#inHand?.size ?? 0;
    let bytes = this.#inHand?.openBytes ?? 0;
    for (const batch of this.#queue) {
      messages += batch.size;
      bytes += batch.bytes;
    }
    return { messages, bytes, oldestAt: (this.#inHand ?? this.#queue[0])?.first?.receivedAt };
  }

  /** Works until the signal aborts, then commits what is left if the database takes it at once. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted || this.#queue.length > 0) {
      if (this.#queue.length === 0) {
        await this.#arrival(signal);
        continue;
      }
      await this.#turn(signal);
      const batch = this.#queue.shift() ?? new JournalBatch();
      this.#inHand = batch;
      this.#options.metrics.pending(this.backlog().messages);
      try {
        await this.#commit({ batch, from: 0, to: batch.size }, signal);
      } finally {
        this.#inHand = undefined;
        // Whatever is not committed, because we are to stop or stumbled, comes first next time.
        if (batch.open > 0) this.#queue.unshift(batch.rest());
        this.#options.metrics.pending(this.backlog().messages);
      }
      if (signal.aborted && this.#isStuck) return;
    }
  }

  #arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#arrived = undefined;
        resolve();
      };
      this.#arrived = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** Waits until the next transaction is due; one that is full is always due. */
  async #turn(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    for (let waitMs = this.#waitMs(); waitMs > 0 && !signal.aborted; waitMs = this.#waitMs()) {
      await clock.sleep(waitMs, signal);
    }
    this.#begunAt = clock.now();
  }

  /** How long until it is to be looked again whether the next transaction is due; none when it is. */
  #waitMs(): number {
    const [next] = this.#queue;
    if (next === undefined || this.#isFull(next)) return 0;
    const now = this.#options.clock.now();
    // Our own clock may have been set back.
    const sinceMs = now < this.#begunAt ? 0 : now - this.#begunAt;
    if (now < this.#begunAt) this.#begunAt = now;
    if (sinceMs < this.#apartMs) return this.#apartMs - sinceMs;
    if (next.isUrgent || now - next.lastAt >= this.#apartMs) return 0;
    const leftMs = CALM_TIMES * this.#apartMs - sinceMs;
    return Math.min(leftMs, LOOKS_APART_MS);
  }

  #isFull = (batch: JournalBatch): boolean => batch.size >= this.#most || batch.bytes >= BATCH_BYTES;

  /** Commits a part, in pieces where need be; leaves off when the database is away and we are to stop. */
  async #commit(part: Part, signal: AbortSignal): Promise<void> {
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const problem = await this.#write(part);
      this.#isStuck = problem !== undefined && !isRefusal(problem);
      if (problem === undefined) return;
      if (!this.#isStuck) return this.#isolate(part, problem, signal);
      this.#options.metrics.retried();
      if (pauseMs === SHORTEST_PAUSE_MS) {
        this.#options.log.warn(
          { err: problem, messages: part.to - part.from },
          'not recording, trying again',
        );
      }
      if (signal.aborted) return;
      await this.#options.clock.sleep(pauseMs, signal);
    }
  }

  /** Writes all in one transaction. Returns what went wrong, or nothing. */
  async #write({ batch, from, to }: Part): Promise<Error | undefined> {
    const { database, write, clock, metrics, onCommitted } = this.#options;
    const startedAt = clock.now();
    const entries = batch.entries(from, to);
    try {
      await database.transaction((tx) => write(tx, entries), { bulk: true });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
    onCommitted?.();
    batch.settle(from, to);
    const now = clock.now();
    metrics.committed({
      messages: to - from,
      samples: countOf(entries, 'sample'),
      quarantined: countOf(entries, 'quarantined'),
      waitSeconds: (now - (batch.message(from)?.receivedAt ?? now)) / 1_000,
      commitSeconds: (now - startedAt) / 1_000,
    });
    return undefined;
  }

  async #isolate({ batch, from, to }: Part, problem: Error, signal: AbortSignal): Promise<void> {
    if (to <= from) return;
    if (to === from + 1) return this.#refuse({ batch, from, to }, problem, signal);
    const middle = from + Math.ceil((to - from) / 2);
    await this.#commit({ batch, from, to: middle }, signal);
    if (!this.#isStuck) await this.#commit({ batch, from: middle, to }, signal);
  }

  /** Quarantines a message that the database does not take. If that is refused too, it is logged and let go. */
  async #refuse(part: Part, problem: Error, signal: AbortSignal): Promise<void> {
    const { log, metrics } = this.#options;
    const { batch, from, to } = part;
    const refused = batch.message(from);
    if (refused === undefined) return;
    const message = quarantined(refused, 'storage-refused', problem.message);
    const facts = { err: problem, gateway: message.gateway, sha256: message.sha256 };
    if (batch.entries(from, to).some((entry) => entry.kind === 'quarantined')) {
      log.error(facts, 'a message was lost: not even the quarantine takes it');
      batch.settle(from, to);
      return;
    }
    log.error(facts, 'the database refused a message');
    metrics.rejected('storage-refused');
    batch.replace(from, { kind: 'quarantined', message });
    await this.#commit(part, signal);
  }
}

const countOf = (entries: readonly JournalEntry[], kind: JournalEntry['kind']): number => {
  let count = 0;
  for (const entry of entries) if (entry.kind === kind) count += 1;
  return count;
};
