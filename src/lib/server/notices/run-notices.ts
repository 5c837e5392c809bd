import type { SiteId, ZoneId } from '../../domain/ids';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import { openNotice } from '../storage/notice-store';
import { closeNoticesOfEndedRuns } from '../storage/run-notice-store';
import { appendStream, streamAppended } from '../storage/stream-store';
import { isTransient } from '../storage/transient';

const LOOK_EVERY_MS = 5_000;

interface NewRunNotice {
  /** `run:`, the number of the run, `:`, and what the notice is known by within it. */
  key: string;
  severity: 'info' | 'warning' | 'problem';
  text: string;
  zone: ZoneId | null;
  site: SiteId | null;
}

/** Notices that steps of playbooks raise: they stand until their run is over. */
export class RunNotices implements Service {
  readonly name = 'notices of runs';

  constructor(private readonly parts: { database: Database; bus: Bus; clock: Clock }) {}

  /** Says it, once; `also` is done in the same transaction, when it is news. */
  async tell(given: NewRunNotice, also: (tx: Tx, at: number) => Promise<void>): Promise<void> {
    const { database, bus, clock } = this.parts;
    const at = clock.now();
    const head = await database.transaction(async (tx) => {
      if (!(await openNotice(tx, { ...given, audience: 'everybody' }, at))) return undefined;
      await also(tx, at);
      const { key, severity, text, zone, site } = given;
      const body = { type: 'notice.raised', key, severity, text, since: at };
      return appendStream(tx, { type: 'notice.raised', zone, site, audience: 'everybody', body, at });
    });
    if (head !== undefined) streamAppended(bus, head);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#closeEnded().catch((error: unknown) => {
        if (!isTransient(error)) throw error;
      });
      await this.parts.clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async #closeEnded(): Promise<void> {
    const { database, bus, clock } = this.parts;
    const at = clock.now();
    const head = await database.transaction(async (tx) => {
      let last: number | undefined;
      for (const { key, zone, site } of await closeNoticesOfEndedRuns(tx, at)) {
        const body = { type: 'notice.cleared', key, at };
        last = await appendStream(tx, {
          type: 'notice.cleared',
          zone,
          site,
          audience: 'everybody',
          body,
          at,
        });
      }
      return last;
    });
    if (head !== undefined) streamAppended(bus, head);
  }
}
