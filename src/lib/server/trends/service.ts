import type { Plant } from '../../domain/plant/model';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from '../storage/database';
import { isTransient } from '../storage/transient';
import { writeTrendDay } from '../storage/trend-day-store';
import { countNow } from './count-now';
import type { TrendSources } from './sources';

/** The row of the day is written again so often: what it says of the day's end is at most that old. */
const EVERY_MS = HOUR_MS;
const RETRY_MS = MINUTE_MS;

interface TrendDaysOptions {
  database: Database;
  clock: Clock;
  log: Logger;
  plant(): Plant;
  sources: TrendSources;
}

/** Counts once an hour what nothing else remembers, and keeps the last count of each day. */
export class TrendDays implements Service {
  readonly name = 'trend-days';

  constructor(private readonly o: TrendDaysOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.o;
    while (!signal.aborted) {
      let pauseMs = EVERY_MS;
      try {
        await this.count();
      } catch (error) {
        if (!isTransient(error)) throw error;
        pauseMs = RETRY_MS;
        log.debug({ err: error }, 'trends not counted: no database');
      }
      await clock.sleep(pauseMs, signal);
    }
  }

  /** Counts now, for the day that it is. */
  async count(): Promise<void> {
    const { database, clock, plant, sources } = this.o;
    const now = clock.now();
    await database.transaction(async (tx) =>
      writeTrendDay(tx, now, await countNow(tx, plant(), sources, now)),
    );
  }
}
