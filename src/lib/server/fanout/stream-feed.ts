import type { Bus } from '../bus';
import type { Logger } from '../log';
import type { Database } from '../storage/database';
import { readHead, readOldest, readStream, type StreamRow } from '../storage/stream-store';
import { durableEvent, type DurableEvent } from '../../protocol/down';
import { mayRead, type Viewer } from './viewer';

/** An entry of the durable stream as the live server knows it; without an event when it cannot be read. */
export type StreamEntry = Pick<StreamRow, 'seq' | 'at' | 'zone' | 'site' | 'audience'> & {
  event: DurableEvent | undefined;
};

const KEPT = 2_000;
const PAGE = 500;

/**
 * The newest part of the durable stream, read once for all clients. Everything after `floor` up to `head` is
 * in memory; what is older is read from the database by whoever needs it.
 */
export class StreamFeed {
  #entries: StreamEntry[] = [];
  #floor = 0;
  #head = 0;
  #isReady = false;
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly db: Database,
    private readonly bus: Bus,
    private readonly log: Logger,
    private readonly grown: () => void,
  ) {}

  /** Number of the newest entry known. */
  get head(): number {
    return this.#head;
  }

  listen(): void {
    this.bus.on(this, 'stream.appended', () => void this.refresh());
  }

  ignore(): void {
    this.bus.off(this);
  }

  /**
   * Reads what is new; calls that come meanwhile are answered by one more round. Also called by the clock,
   * because another process may append. A database that is away is no error: it is asked again.
   */
  refresh(): Promise<void> {
    if (this.#reading !== undefined) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#refresh().finally(() => {
      this.#reading = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.refresh();
    });
    return this.#reading;
  }

  /** Entries after a number, in order, at most a page; undefined when some of them are gone for good. */
  async after(seq: number): Promise<readonly StreamEntry[] | undefined> {
    if (seq >= this.#floor) {
      const from = this.#entries.findIndex((entry) => entry.seq > seq);
      return from === -1 ? [] : this.#entries.slice(from, from + PAGE);
    }
    const rows = await this.db.read((tx) => readStream(tx, seq, PAGE));
    return rows[0]?.seq === seq + 1 ? rows.map((row) => this.#parse(row)) : undefined;
  }

  /** Whether everything after that number can still be had. */
  async reaches(seq: number): Promise<boolean> {
    if (!this.#isReady || seq > this.#head) await this.refresh();
    if (seq > this.#head) return false;
    if (seq >= this.#floor) return true;
    const oldest = await this.db.read(readOldest);
    return oldest !== undefined && oldest <= seq + 1;
  }

  /** Number of the newest entry that the viewer may read; 0 when none of those in memory is for them. */
  headFor(viewer: Viewer): number {
    return this.#entries.findLast((entry) => entry.event !== undefined && mayRead(viewer, entry))?.seq ?? 0;
  }

  async #refresh(): Promise<void> {
    try {
      const before = this.#head;
      if (!this.#isReady) await this.#begin();
      for (;;) {
        const rows = await this.db.read((tx) => readStream(tx, this.#head, PAGE));
        this.#take(rows);
        if (rows.length < PAGE) break;
      }
      if (this.#head > before) this.grown();
    } catch (error) {
      this.log.debug({ err: error }, 'durable stream not read');
    }
  }

  /** Finds where memory begins: retention may have removed what lies before. */
  async #begin(): Promise<void> {
    const head = await this.db.read(readHead);
    const [first] = await this.db.read((tx) => readStream(tx, head - KEPT, 1));
    this.#floor = first === undefined ? head : first.seq - 1;
    this.#head = this.#floor;
    this.#isReady = true;
  }

  #take(rows: readonly StreamRow[]): void {
    for (const row of rows) this.#entries.push(this.#parse(row));
    this.#head = rows.at(-1)?.seq ?? this.#head;
    const surplus = this.#entries.length - KEPT;
    if (surplus <= 0) return;
    this.#floor = this.#entries[surplus - 1]?.seq ?? this.#floor;
    this.#entries = this.#entries.slice(surplus);
  }

  #parse({ seq, at, zone, site, audience, type, body }: StreamRow): StreamEntry {
    const parsed = durableEvent.safeParse(body);
    if (!parsed.success) this.log.warn({ seq, type }, 'entry of the durable stream not understood');
    return { seq, at, zone, site, audience, event: parsed.data };
  }
}
