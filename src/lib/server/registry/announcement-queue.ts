import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Announcement, DriveHint } from './discovery';

interface Waiting {
  announcement: Announcement;
  written: Promise<void>;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const BATCH = 1_000;

/**
 * Collects devices that announce themselves while the last batch is being written, so that a whole plant
 * that appears at once costs a few transactions, and one entity is announced once however often it sends.
 */
export class AnnouncementQueue {
  readonly #write: (batch: readonly Announcement[]) => Promise<void>;
  readonly #waiting = new Map<string, Waiting>();
  #working = false;

  constructor(write: (batch: readonly Announcement[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the entity has been written; rejects as the writing did. */
  add(gateway: GatewayId, entity: EntityTopicId, hint: DriveHint): Promise<void> {
    const key = `${gateway} ${entity}`;
    const known = this.#waiting.get(key);
    if (known !== undefined) {
      known.announcement.hint = { ...known.announcement.hint, ...hint };
      return known.written;
    }
    const announcement = { gateway, entity, hint };
    const settle = { resolve: () => {}, reject: (_error: unknown) => {} };
    const written = new Promise<void>((resolve, reject) => Object.assign(settle, { resolve, reject }));
    this.#waiting.set(key, { announcement, written, ...settle });
    if (!this.#working) void this.#work();
    return written;
  }

  async #work(): Promise<void> {
    this.#working = true;
    // Whoever else announces something in this turn goes into the first batch.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, BATCH);
      for (const [key] of batch) this.#waiting.delete(key);
      try {
        await this.#write(batch.map(([, { announcement }]) => announcement));
        for (const [, { resolve }] of batch) resolve();
      } catch (error) {
        for (const [, { reject }] of batch) reject(error);
      }
    }
    this.#working = false;
  }
}
