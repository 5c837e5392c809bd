import pg from 'pg';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import { unavailable, unavailableReason, type Availability, type UnavailableReason } from './availability';

interface MonitorOptions {
  connection: pg.PoolConfig;
  log: Logger;
  clock: Clock;
  bus: Bus | undefined;
  diagnose: (() => UnavailableReason | undefined) | undefined;
}

const PROBE_EVERY_MS = 1_000;
const PROBE_TIMEOUT_MS = 3_000;

/** Writes a few pages and takes them back: a full disk answers reads all the same. */
const WRITE_PROBE = `create temporary table write_probe on commit drop as select generate_series(1, 20000) as n`;

/**
 * Knows whether the database takes writes: asks it every second over a connection of its own, and hears
 * of every failure met by others. Tells the bus when the answer changes.
 */
export class DatabaseMonitor {
  readonly #options: MonitorOptions;
  readonly #stopping = new AbortController();
  #client: pg.Client | undefined;
  #availability: Availability;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#availability = { state: 'available', since: options.clock.now() };
  }

  /** Probes once, then goes on in the background until `stop`. */
  async start(): Promise<void> {
    await this.#probe();
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await this.#disconnect();
  }

  availability(): Availability {
    return this.#availability;
  }

  /** Takes note of an error met elsewhere; returns the reason as far as it is known. */
  failed(error: unknown): UnavailableReason {
    const reason = this.#options.diagnose?.() ?? unavailableReason(error) ?? 'unreachable';
    // A crowded moment is no state of the database; whoever met it tries again.
    if (reason !== 'busy' && !this.#stopping.signal.aborted) this.#set(reason, error);
    return reason;
  }

  /** Throws `database.unavailable` while mass writes have to wait. */
  assertRoomForBulk(): void {
    const now = this.#availability;
    if (now.state === 'unavailable' && now.reason === 'disk-full') throw unavailable(now.reason);
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const signal = this.#stopping.signal;
    while (!signal.aborted) {
      await clock.sleep(PROBE_EVERY_MS, signal);
      if (!signal.aborted) await this.#probe();
    }
  }

  async #probe(): Promise<void> {
    try {
      const client = this.#client ?? (await this.#connect());
      await client.query(this.#mustProveWriting() ? WRITE_PROBE : 'select 1');
      this.#set(this.#options.diagnose?.(), undefined);
    } catch (error) {
      await this.#disconnect();
      if (!this.#stopping.signal.aborted) this.failed(error);
    }
  }

  #mustProveWriting(): boolean {
    const now = this.#availability;
    return now.state === 'unavailable' && now.reason !== 'unreachable';
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      application_name: 'zonewatch-monitor',
      ...this.#options.connection,
      connectionTimeoutMillis: PROBE_TIMEOUT_MS,
      query_timeout: PROBE_TIMEOUT_MS,
    });
    client.on('error', (error) => {
      if (this.#client !== client) return;
      this.#client = undefined;
      if (!this.#stopping.signal.aborted) this.failed(error);
    });
    await client.connect();
    this.#client = client;
    return client;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #set(reason: UnavailableReason | undefined, error: unknown): void {
    const { clock, log, bus } = this.#options;
    const before = this.#availability.state === 'unavailable' ? this.#availability.reason : undefined;
    if (before === reason) return;
    const at = clock.now();
    if (reason === undefined) {
      this.#availability = { state: 'available', since: at };
      log.info({ event: 'database.available' }, 'the database takes writes again');
    } else {
      const since = this.#availability.state === 'unavailable' ? this.#availability.since : at;
      this.#availability = { state: 'unavailable', since, reason };
      log.error({ event: 'database.unavailable', reason, err: error }, 'the database takes no writes');
    }
    bus?.emit('database.state', { available: reason === undefined, reason, at });
  }
}
