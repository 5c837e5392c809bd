import { DAY_MS, HOUR_MS } from '../../domain/time';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from './database';
import { dropPartitions, ensurePartitions } from './partitions';
import { clearFarFuture, deleteOlder, raiseRawFloor } from './retention-store';
import { isTransient } from './transient';

/** How many days each kind of record is kept. Summaries of 10 seconds leave with the samples. */
export interface RetentionSettings {
  rawDays: number;
  rollupDays: number;
  eventDays: number;
  quarantineDays: number;
}

const EVERY_MS = HOUR_MS;
/** After a round that somebody was in the way of. */
const RETRY_MS = 60_000;

/** Makes tomorrow's partitions and drops what has been kept long enough, once an hour and at the start. */
export class Retention implements Service {
  readonly name = 'retention';
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #settings: RetentionSettings;

  constructor(parts: { db: Database; clock: Clock; log: Logger; settings: RetentionSettings }) {
    this.#db = parts.db;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#settings = parts.settings;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let pauseMs = EVERY_MS;
      try {
        await this.round();
      } catch (error) {
        if (!isTransient(error)) throw error;
        pauseMs = RETRY_MS;
        this.#log.info({ event: 'retention.postponed', err: error }, 'old records are dropped later');
      }
      await this.#clock.sleep(pauseMs, signal);
    }
  }

  /** Does everything that is due now. */
  async round(): Promise<void> {
    const now = this.#clock.now();
    const { rawDays, rollupDays, eventDays, quarantineDays } = this.#settings;
    const made = await ensurePartitions(this.#db, now, rawDays);

    const raw = startOfDay(now - rawDays * DAY_MS);
    await raiseRawFloor(this.#db, raw);
    let dropped = 0;
    for (const table of ['sample', 'sample_extra', 'rollup_10s'] as const) {
      dropped += await dropPartitions(this.#db, table, raw);
    }
    await clearFarFuture(this.#db, now, raw);

    const summaries = startOfDay(now - rollupDays * DAY_MS);
    dropped += await dropPartitions(this.#db, 'rollup_1m', summaries);
    await deleteOlder(this.#db, 'rollup_1h', summaries);

    const events = now - eventDays * DAY_MS;
    await deleteOlder(this.#db, 'gateway_event', events);
    await deleteOlder(this.#db, 'security_event', events);
    await deleteOlder(this.#db, 'stream_entry', events);
    await deleteOlder(this.#db, 'refusal', events);
    for (const table of ['alarm_journal', 'alarm_annunciation', 'alarm_occurrence'] as const) {
      await deleteOlder(this.#db, table, events);
    }
    await deleteOlder(this.#db, 'quarantine', now - quarantineDays * DAY_MS);
    if (made + dropped > 0) {
      this.#log.info({ event: 'retention.round', made, dropped }, 'partitions made and dropped');
    }
  }
}

const startOfDay = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;
