import { SECOND_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import { takeFromInbox, type InboxRow } from '../storage/detection-inbox-store';
import { insertQuarantined } from '../storage/quarantine-store';
import { findQuiet, findWithClosedAlarm, nextQuietAt } from '../storage/security-event-store';
import { isTransient } from '../storage/transient';
import {
  ENDED_BY_PERSON,
  endQuiet,
  takeReports,
  type BatchParts,
  type CanarySink,
  type DetectionMetrics,
} from './batch';
import { RecentMemory } from './memory';
import type { AlarmSink, IncidentSink } from './outcome';
import type { PlantReader } from './place';
import { refusedReport } from './refused-report';
import type { ClockOf } from './reports';

interface DetectionOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  plant: PlantReader;
  alarms: AlarmSink;
  incidents: IncidentSink;
  canary?: CanarySink | undefined;
  metrics?: DetectionMetrics | undefined;
  /** How a gateway's clock stands to ours. */
  clockOf: ClockOf;
  /** Most reports in one transaction. */
  batchReports?: number | undefined;
}

const BATCH_REPORTS = 500;
const BATCH_QUIET = 500;
/** Reports of another process, and news that were lost, are found this late at most. */
const LOOK_AT_LEAST_MS = 10 * SECOND_MS;
/** Somebody may only have been in the way; a database that is away is asked once a second. */
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = SECOND_MS;
/** A report that cannot be taken is tried so often before it goes to quarantine. */
const TRIES = 3;

/**
 * Takes what gateways reported out of the inbox, in its order and batch by batch, and makes events, alarms and
 * incidents of it in the transaction that removes it: nothing is lost in between and nothing done twice. Woken by
 * the bus, and by the clock when something has been quiet for long enough.
 */
export class Detection implements Service {
  readonly name = 'detection';
  readonly #options: DetectionOptions;
  readonly #parts: BatchParts;
  /** When something ends by silence next; `undefined` when nothing does, or it is to be asked. */
  #quietAt: Instant | undefined;
  #mustAsk = true;
  #woken = false;
  #lookedAt = -Infinity;
  #wake: (() => void) | undefined;

  constructor(options: DetectionOptions) {
    const { plant, alarms, incidents, canary, metrics, clockOf, bus } = options;
    this.#options = options;
    this.#parts = { plant, alarms, incidents, canary, metrics, clockOf, bus, memory: new RecentMemory() };
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock, log } = this.#options;
    bus.on(this, 'detection.waiting', () => this.#awake());
    bus.on(this, 'database.state', () => this.#awake());
    let pauseMs = SHORTEST_PAUSE_MS;
    try {
      while (!signal.aborted) {
        this.#woken = false;
        try {
          await this.#endWithAlarms();
          while (!signal.aborted && (await this.#round()));
          pauseMs = SHORTEST_PAUSE_MS;
        } catch (error) {
          if (!isTransient(error)) throw error;
          // Whether the last transaction was committed may not be known.
          this.#parts.memory.forget();
          log.debug({ err: error }, 'reports wait: no database');
          await clock.sleep(pauseMs, signal);
          pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
          continue;
        }
        if (!this.#woken) await this.#sleep(signal);
      }
    } finally {
      bus.off(this);
    }
  }

  /** Everything that is due now; for those who want to see it done. */
  async settle(): Promise<void> {
    this.#mustAsk = true;
    this.#lookedAt = -Infinity;
    await this.#endWithAlarms();
    while (await this.#round());
  }

  /** One batch and what is quiet by now. Whether more may be waiting. */
  async #round(): Promise<boolean> {
    const taken = await this.#takeBatch(this.#options.batchReports ?? BATCH_REPORTS);
    const ended = await this.#endQuiet();
    return taken || ended;
  }

  async #takeBatch(most: number): Promise<boolean> {
    const { database, clock } = this.#options;
    try {
      const taken = await database.transaction(async (tx) => {
        const reports = await takeFromInbox(tx, most);
        if (reports.length > 0) await takeReports(tx, reports, this.#parts, clock.now());
        const [oldest] = reports;
        if (oldest !== undefined)
          tx.afterCommit(() => this.#parts.metrics?.committed(clock.now() - oldest.receivedAt));
        return reports.length;
      });
      if (taken > 0) this.#mustAsk = true;
      return taken === most;
    } catch (error) {
      if (isTransient(error)) throw error;
      return this.#isolate(most, error);
    }
  }

  /** Finds the report that cannot be taken by taking fewer; the one that is left alone goes to quarantine. */
  async #isolate(most: number, problem: unknown): Promise<boolean> {
    const { clock, log, database } = this.#options;
    log.error({ err: problem, reports: most }, 'reports could not be taken, trying fewer');
    if (most > 1) {
      for (let taken = 0; taken < most; taken += 1) if (!(await this.#takeBatch(1))) break;
      return true;
    }
    for (let tries = 1; tries < TRIES; tries += 1) {
      await clock.sleep(SHORTEST_PAUSE_MS);
      if (await this.#couldTakeOne()) return true;
    }
    await database.transaction(async (tx) => {
      const [report] = await takeFromInbox(tx, 1);
      if (report !== undefined) await this.#putAside(tx, report, problem);
    });
    return true;
  }

  async #couldTakeOne(): Promise<boolean> {
    const { database, clock } = this.#options;
    try {
      await database.transaction(async (tx) => {
        const reports = await takeFromInbox(tx, 1);
        if (reports.length > 0) await takeReports(tx, reports, this.#parts, clock.now());
      });
      return true;
    } catch (error) {
      if (isTransient(error)) throw error;
      return false;
    }
  }

  async #putAside(tx: Tx, report: InboxRow, problem: unknown): Promise<void> {
    const { gateway, type } = report;
    this.#options.log.error({ err: problem, gateway, type }, 'a report was put into quarantine');
    await insertQuarantined(tx, [refusedReport(report, problem)]);
  }

  async #endQuiet(): Promise<boolean> {
    const { database, clock } = this.#options;
    const now = clock.now();
    if (this.#mustAsk) {
      this.#quietAt = await database.read(nextQuietAt);
      this.#mustAsk = false;
    }
    if (this.#quietAt === undefined || this.#quietAt > now) return false;
    const ended = await database.transaction(async (tx) => {
      const rows = await findQuiet(tx, now, BATCH_QUIET);
      if (rows.length > 0) await endQuiet(tx, rows, this.#parts, now);
      return rows.length;
    });
    this.#mustAsk = true;
    return ended > 0;
  }

  /** A state that only a person ends is over when the alarm it raised was reset. Looked at now and then. */
  async #endWithAlarms(): Promise<void> {
    const { database, clock } = this.#options;
    const now = clock.now();
    if (now - this.#lookedAt < LOOK_AT_LEAST_MS && now >= this.#lookedAt) return;
    this.#lookedAt = now;
    await database.transaction(async (tx) => {
      const rows = await findWithClosedAlarm(tx, ENDED_BY_PERSON);
      if (rows.length > 0) await endQuiet(tx, rows, this.#parts, now);
    });
  }

  #awake(): void {
    this.#woken = true;
    this.#mustAsk = true;
    this.#wake?.();
  }

  async #sleep(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const dueMs = (this.#quietAt ?? Infinity) - clock.now();
    const waking = new AbortController();
    const stop = () => waking.abort();
    this.#wake = stop;
    signal.addEventListener('abort', stop, { once: true });
    await clock.sleep(Math.max(0, Math.min(dueMs, LOOK_AT_LEAST_MS)), waking.signal);
    signal.removeEventListener('abort', stop);
    this.#wake = undefined;
  }
}
