import type { GatewayId } from '../../domain/ids';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from '../storage/database';
import { doubtAlarms, forgetClearedStates } from '../storage/entity-state-store';
import { isTransient } from '../storage/transient';

interface AlarmDoubtsOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  /** How long after a reconnect a gateway may take to announce its alarms again. */
  confirmWithinMs?: number | undefined;
  /** How long ended states are remembered. */
  rememberMs?: number | undefined;
  /** Told after ended states were forgotten. */
  onForgotten?: (() => Promise<void>) | undefined;
}

const CONFIRM_WITHIN_MS = 5 * MINUTE_MS;
const REMEMBER_MS = 90 * DAY_MS;
const ROUND_MS = 5 * SECOND_MS;

/**
 * The end of an alarm that was published while a bridge was down may be lost (reference: ingest, section 3).
 * So after each reconnect, alarms that are not announced again in time become unconfirmed. Also forgets
 * states that ended long ago.
 */
export class AlarmDoubts implements Service {
  readonly name = 'alarm doubts';
  readonly #options: AlarmDoubtsOptions;
  readonly #connectedAt = new Map<GatewayId, Instant>();
  #forgotAt = -Infinity;

  constructor(options: AlarmDoubtsOptions) {
    this.#options = options;
    options.bus.on(this, 'gateway.connected', ({ gateway, at }) => void this.#connectedAt.set(gateway, at));
    options.bus.on(this, 'gateway.disconnected', ({ gateway }) => void this.#connectedAt.delete(gateway));
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#doubt(clock.now());
        await this.#forget(clock.now());
      } catch (error) {
        if (!isTransient(error)) throw error;
        log.debug({ err: error }, 'alarms not checked: no database');
      }
      await clock.sleep(ROUND_MS, signal);
    }
  }

  async #doubt(now: Instant): Promise<void> {
    const { database, bus, confirmWithinMs = CONFIRM_WITHIN_MS } = this.#options;
    for (const [gateway, connectedAt] of [...this.#connectedAt]) {
      if (now - connectedAt < confirmWithinMs) continue;
      const doubtful = await database.transaction((tx) => doubtAlarms(tx, { gateway, connectedAt, at: now }));
      if (doubtful > 0) bus.emit('detection.waiting', { at: now });
      // It may have reconnected meanwhile; then it has its time again.
      if (this.#connectedAt.get(gateway) === connectedAt) this.#connectedAt.delete(gateway);
    }
  }

  async #forget(now: Instant): Promise<void> {
    const { database, rememberMs = REMEMBER_MS, onForgotten } = this.#options;
    if (now - this.#forgotAt < DAY_MS) return;
    const forgotten = await database.transaction((tx) => forgetClearedStates(tx, now - rememberMs));
    this.#forgotAt = now;
    if (forgotten > 0) await onForgotten?.();
  }
}
