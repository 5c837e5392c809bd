import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import type { InboundMessage } from './inbound-message';
import type { IngestMetrics } from './ingest-metrics';
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
  /** Least time from the beginning of one transaction to that of the next. */
  apartMs?: number | undefined;
}

/** A message on its way to the database, and who waits for it. */
interface Item {
  message: InboundMessage;
  entries: readonly JournalEntry[];
  committed: () => void;
  isDone: boolean;
}

/** What waits to be committed. */
export interface JournalBacklog {
  messages: number;
  bytes: number;
  /** When the oldest of it was received. */
  oldestAt: number | undefined;
}

const BATCH_MESSAGES = 2_000;
const BATCH_BYTES = 8 * 1_024 * 1_024;
/** Each transaction costs as much as some fifty of its rows. A message that comes after a pause waits for none. */
const APART_MS = 20;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Commits what gateways sent, in the order it came, in one transaction after the other: the next begins when
 * the last has ended, a little apart, with whatever has gathered meanwhile. While the database is away it
 * waits and tries again; how much can gather is bounded by the brokers' windows. A message that the database
 * refuses is found by halving its batch, and quarantined, so that it holds nobody up.
 */
export class Journal implements Service {
  readonly name = 'journal';
  readonly #options: JournalOptions;
  readonly #most: number;
  readonly #apartMs: number;
  #queue: Item[] = [];
  #inHand: readonly Item[] = [];
  #bytes = 0;
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

  /** Resolves when the entries of a message are committed, together; never rejects. */
  append(message: InboundMessage, entries: readonly JournalEntry[]): Promise<void> {
    return new Promise((committed) => {
      this.#queue.push({ message, entries, committed, isDone: false });
      this.#bytes += message.payload.length;
      this.#arrived?.();
    });
  }

  backlog(): JournalBacklog {
    const oldest = this.#inHand[0] ?? this.#queue[0];
    return {
      messages: this.#inHand.length + this.#queue.length,
      bytes: this.#bytes,
      oldestAt: oldest?.message.receivedAt,
    };
  }

  /** Works until the signal aborts, then commits what is left if the database takes it at once. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted || this.#queue.length > 0) {
      if (this.#queue.length === 0) {
        await this.#arrival(signal);
        continue;
      }
      await this.#turn(signal);
      this.#inHand = this.#take();
      this.#options.metrics.pending(this.backlog().messages);
      try {
        await this.#commit(this.#inHand, signal);
      } finally {
        // Whatever is not committed, because we are to stop or stumbled, comes first next time.
        const left = this.#inHand.filter((item) => !item.isDone);
        this.#inHand = [];
        if (left.length > 0) this.#queue = [...left, ...this.#queue];
        this.#options.metrics.pending(this.#queue.length);
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
    // Our own clock may have been set back.
    const waitMs = Math.min(this.#apartMs, this.#begunAt + this.#apartMs - clock.now());
    if (waitMs > 0 && this.#queue.length < this.#most) await clock.sleep(waitMs, signal);
    this.#begunAt = clock.now();
  }

  #take(): Item[] {
    let n = 0;
    for (let bytes = 0; n < this.#queue.length && n < this.#most && bytes < BATCH_BYTES; n += 1) {
      bytes += this.#queue[n]?.message.payload.length ?? 0;
    }
    return this.#queue.splice(0, n);
  }

  /** Commits items, in pieces where need be; leaves off when the database is away and we are to stop. */
  async #commit(items: readonly Item[], signal: AbortSignal): Promise<void> {
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const problem = await this.#write(items);
      this.#isStuck = problem !== undefined && !isRefusal(problem);
      if (problem === undefined) return;
      if (!this.#isStuck) return this.#isolate(items, problem, signal);
      this.#options.metrics.retried();
      if (pauseMs === SHORTEST_PAUSE_MS) {
        this.#options.log.warn({ err: problem, messages: items.length }, 'not recording, trying again');
      }
      if (signal.aborted) return;
      await this.#options.clock.sleep(pauseMs, signal);
    }
  }

  /** Writes all in one transaction. Returns what went wrong, or nothing. */
  async #write(items: readonly Item[]): Promise<Error | undefined> {
    const { database, write, clock, metrics, onCommitted } = this.#options;
    const startedAt = clock.now();
    const entries = items.flatMap((item) => item.entries);
    try {
      await database.transaction((tx) => write(tx, entries), { bulk: true });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
    onCommitted?.();
    for (const item of items) this.#settle(item);
    const now = clock.now();
    metrics.committed({
      messages: items.length,
      samples: countOf(entries, 'sample'),
      quarantined: countOf(entries, 'quarantined'),
      waitSeconds: (now - (items[0]?.message.receivedAt ?? now)) / 1_000,
      commitSeconds: (now - startedAt) / 1_000,
    });
    return undefined;
  }

  #settle(item: Item): void {
    if (item.isDone) return;
    item.isDone = true;
    this.#bytes -= item.message.payload.length;
    item.committed();
  }

  async #isolate(items: readonly Item[], problem: Error, signal: AbortSignal): Promise<void> {
    const [only, ...more] = items;
    if (only === undefined) return;
    if (more.length === 0) return this.#refuse(only, problem, signal);
    const half = Math.ceil(items.length / 2);
    await this.#commit(items.slice(0, half), signal);
    if (!this.#isStuck) await this.#commit(items.slice(half), signal);
  }

  /** Quarantines a message that the database does not take. If that is refused too, it is logged and let go. */
  async #refuse(item: Item, problem: Error, signal: AbortSignal): Promise<void> {
    const { log, metrics } = this.#options;
    const message = quarantined(item.message, 'storage-refused', problem.message);
    const facts = { err: problem, gateway: message.gateway, sha256: message.sha256 };
    if (item.entries.some((entry) => entry.kind === 'quarantined')) {
      log.error(facts, 'a message was lost: not even the quarantine takes it');
      this.#settle(item);
      return;
    }
    log.error(facts, 'the database refused a message');
    metrics.rejected('storage-refused');
    item.entries = [{ kind: 'quarantined', message }];
    await this.#commit([item], signal);
  }
}

const countOf = (entries: readonly JournalEntry[], kind: JournalEntry['kind']): number =>
  entries.reduce((n, entry) => (entry.kind === kind ? n + 1 : n), 0);
