import { DomainError } from '../../domain/errors';
import type { Durable, DurableSnapshot } from '../../protocol/down';
import type { StreamFeed } from './stream-feed';
import { mayRead, type Viewer } from './viewer';

/** A client that missed more than this gets the state instead of everything that led to it. */
const TOO_FAR_BEHIND = 5_000;

/** What a cursor needs of the client that it serves. */
export interface StreamReader {
  readonly viewer: Viewer;
  /** Whether the client takes anything now; when it does again, `pump` is called. */
  isReady(): boolean;
  sendSnapshot(snapshot: DurableSnapshot): void;
  sendEntry(entry: Durable): void;
}

/**
 * Where one client stands in the durable stream. Snapshot or backlog first, then what is new: all of it goes
 * through one cursor that only moves forward, so that nothing comes twice and nothing is left out.
 *
 *   resume(null) ──▶ snapshot at head h ──▶ cursor = h ─┐
 *   resume(n) ─────▶ cursor = n ────────────────────────┴─▶ pump: entries after the cursor, in order
 */
export class StreamCursor {
  #cursor: number | undefined;
  /** Number of the entry that the client has. */
  #previous = 0;
  /** Raised by every resume, so that work begun before it comes to nothing. */
  #generation = 0;
  #isPumping = false;

  constructor(
    private readonly feed: StreamFeed,
    private readonly reader: StreamReader,
    private readonly snapshot: (viewer: Viewer) => Promise<DurableSnapshot>,
  ) {}

  /** Starts anew from the client's last number, or with a snapshot. Rejects while the database is away. */
  async resume(lastSeq: number | null): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#cursor = undefined;
    if (lastSeq !== null && (await this.#canContinue(lastSeq))) {
      if (generation === this.#generation) this.#continueAt(lastSeq);
      return;
    }
    const snapshot = await this.snapshot(this.reader.viewer);
    if (generation !== this.#generation) return;
    this.reader.sendSnapshot(snapshot);
    this.#continueAt(snapshot.head);
  }

  /** The same, for somebody who now may see something else. Nothing happens before the first resume. */
  async restart(): Promise<void> {
    if (this.#generation > 0) await this.resume(null);
  }

  stop(): void {
    this.#generation += 1;
    this.#cursor = undefined;
  }

  /** Sends what is new; one run at a time. */
  async pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (this.reader.isReady() && this.#cursor !== undefined && this.#cursor < this.feed.head) {
        await this.#step(this.#cursor);
      }
    } catch (error) {
      // The database is away: the next pump goes on from the same place.
      if (!(error instanceof DomainError)) throw error;
    } finally {
      this.#isPumping = false;
    }
  }

  async #step(cursor: number): Promise<void> {
    const generation = this.#generation;
    const entries = await this.feed.after(cursor);
    if (generation !== this.#generation) return;
    if (entries === undefined) return this.resume(null);
    for (const entry of entries) {
      this.#cursor = entry.seq;
      if (entry.event === undefined || !mayRead(this.reader.viewer, entry)) continue;
      const { seq, at, event } = entry;
      this.reader.sendEntry({ seq, previous: this.#previous, at, event });
      this.#previous = seq;
    }
  }

  async #canContinue(lastSeq: number): Promise<boolean> {
    if (this.feed.head - lastSeq > TOO_FAR_BEHIND) return false;
    return this.feed.reaches(lastSeq);
  }

  #continueAt(seq: number): void {
    this.#cursor = seq;
    this.#previous = seq;
    void this.pump();
  }
}
