import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Database, Tx } from '../storage/database';
import { closeNotice, openNotice, type NewNotice } from '../storage/notice-store';
import { appendStream, streamAppended } from '../storage/stream-store';

/**
 * Standing remarks about the system itself. A notice is a state: it is told when it begins, changes and
 * ends, and whoever connects between finds it open.
 */
export class Notices {
  constructor(
    private readonly db: Database,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  /** Opens a notice, or changes its words. Nothing is told when it stands like that already. */
  raise(given: NewNotice): Promise<void> {
    return this.#tell((tx, at) =>
      openNotice(tx, given, at).then((changed) =>
        changed
          ? {
              type: 'notice.raised',
              audience: given.audience,
              body: {
                type: 'notice.raised',
                key: given.key,
                severity: given.severity,
                text: given.text,
                since: at,
              },
            }
          : undefined,
      ),
    );
  }

  /** Ends a notice; nothing happens when it is not open. */
  clear(key: string, audience: NewNotice['audience'] = 'everybody'): Promise<void> {
    return this.#tell((tx, at) =>
      closeNotice(tx, key, at).then((changed) =>
        changed ? { type: 'notice.cleared', audience, body: { type: 'notice.cleared', key, at } } : undefined,
      ),
    );
  }

  async #tell(
    change: (
      tx: Tx,
      at: number,
    ) => Promise<{ type: string; audience: NewNotice['audience']; body: unknown } | undefined>,
  ): Promise<void> {
    const at = this.clock.now();
    const head = await this.db.transaction(async (tx) => {
      const news = await change(tx, at);
      return news === undefined ? undefined : appendStream(tx, { ...news, zone: null, site: null, at });
    });
    if (head !== undefined) streamAppended(this.bus, head);
  }
}
