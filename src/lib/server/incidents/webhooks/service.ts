import { DomainError } from '../../../domain/errors';
import type { IncidentId } from '../../../domain/ids';
import { MINUTE_MS, SECOND_MS } from '../../../domain/time';
import type { Bus } from '../../bus';
import type { Clock } from '../../clock';
import type { Logger } from '../../log';
import type { Service } from '../../service';
import type { Database } from '../../storage/database';
import { lockIncident } from '../../storage/incident-store';
import {
  dueDeliveries,
  lockDelivery,
  nextDelivery,
  replaceTargets,
  updateDelivery,
  type DeliveryRow,
} from '../../storage/webhook-delivery-store';
import { announce, changedOf, isSettled, record } from '../history';
import { untilWoken } from '../../wake';
import { NO_STEP } from '../outbox';
import { post, type Posted } from './post';
import type { WebhookSettings } from './target';

/** Pauses between two tries of one delivery; after the last it is given up. */
export const RETRY_AFTER_MS: readonly number[] = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
];
/** Sent at the same time; a receiver that hangs holds up no others. */
const AT_ONCE = 8;
/** A try that nothing is heard of any more, because the program was killed meanwhile, is made again after this. */
const LOST_AFTER_MS = 30 * SECOND_MS;
const LOOK_AGAIN_MS = 10 * SECOND_MS;
const SHORTEST_WAIT_MS = 50;

export interface WebhookParts {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  settings: WebhookSettings;
  plantName(): string;
  /** Demonstrations say so (D17). */
  isSimulated: boolean;
  /** Addresses of gateways and drives, as far as they are known. */
  plantAddresses(): ReadonlySet<string>;
}

/**
 * Sends what the outbox holds. Before each try the incident is looked at again, under its lock, in the very
 * transaction that releases the message: once somebody has acknowledged, nothing is released any more, and what
 * is just being sent is broken off.
 */
export class Webhooks implements Service {
  readonly name = 'webhooks';
  readonly #sending = new Map<
    number,
    { incident: IncidentId; abort: AbortController; done: Promise<void> }
  >();

  constructor(private readonly parts: WebhookParts) {}

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock, database, settings } = this.parts;
    const names = settings.targets.map(({ name }) => name);
    await database.transaction((tx) => replaceTargets(tx, names));
    const wake = untilWoken(clock);
    bus.on(this, 'incident.changed', ({ incident, isSettled: isOver }) => {
      if (isOver) this.#breakOff(incident);
      wake.now();
    });
    try {
      while (!signal.aborted) await wake.wait(await this.#round(() => wake.now()), signal);
    } finally {
      bus.off(this);
      for (const { abort } of this.#sending.values()) abort.abort();
      await Promise.all([...this.#sending.values()].map(({ done }) => done));
    }
  }

  #breakOff(incident: IncidentId): void {
    for (const sending of this.#sending.values()) {
      if (sending.incident === incident) sending.abort.abort();
    }
  }

  /** Starts what is due; returns how long nothing else is. */
  async #round(freed: () => void): Promise<number> {
    const { database, clock, log } = this.parts;
    try {
      const room = AT_ONCE - this.#sending.size;
      const due = await database.read((tx) => dueDeliveries(tx, clock.now(), AT_ONCE * 2));
      const free = due.filter(({ id }) => !this.#sending.has(id)).slice(0, Math.max(0, room));
      await Promise.all(free.map(({ id, incident }) => this.#begin(id, incident, freed)));
      if (this.#sending.size >= AT_ONCE) return LOOK_AGAIN_MS;
      const next = await database.read((tx) => nextDelivery(tx));
      return Math.max(SHORTEST_WAIT_MS, Math.min((next ?? Infinity) - clock.now(), LOOK_AGAIN_MS));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'database.unavailable') throw error;
      log.debug({ err: error }, 'webhooks wait for the database');
      return SECOND_MS;
    }
  }

  async #begin(id: number, incident: IncidentId, freed: () => void): Promise<void> {
    const delivery = await this.#release(id, incident);
    if (delivery === undefined) return;
    const abort = new AbortController();
    const done = this.#send(delivery, abort.signal)
      .catch((error: unknown) => this.parts.log.error({ err: error, delivery: id }, 'webhook not recorded'))
      .finally(() => {
        this.#sending.delete(id);
        freed();
      });
    this.#sending.set(id, { incident, abort, done });
  }

  /** Marks a delivery as being sent, unless nobody has to be called any more; that decision and the mark are one. */
  #release(id: number, incident: IncidentId): Promise<DeliveryRow | undefined> {
    const { database, clock, bus } = this.parts;
    return database.transaction(async (tx) => {
      const now = clock.now();
      // The incident first: everybody locks in that order.
      const row = await lockIncident(tx, incident);
      const known = await lockDelivery(tx, id, now);
      if (row === undefined || known === undefined) return undefined;
      // What a playbook tells is told whether or not somebody has the incident in hand.
      if (known.step !== NO_STEP && isSettled(row.status)) {
        await updateDelivery(tx, id, { state: 'withdrawn', doneAt: now });
        return undefined;
      }
      const attempts = known.attempts + 1;
      if (attempts > RETRY_AFTER_MS.length + 1) {
        await updateDelivery(tx, id, { state: 'failed', doneAt: now });
        const what = { kind: 'delivered' as const, target: known.target, ok: false, text: 'given up' };
        announce(tx, bus, [changedOf(await record(tx, row, [{ what }], now))], now);
        return undefined;
      }
      await updateDelivery(tx, id, {
        state: 'sending',
        attempts,
        releasedAt: now,
        releasedAfter: row.status.entries,
        dueMs: now + LOST_AFTER_MS,
      });
      return { ...known, attempts };
    });
  }

  async #send(delivery: DeliveryRow, signal: AbortSignal): Promise<void> {
    const { settings, clock, plantAddresses } = this.parts;
    const target = settings.targets.find(({ name }) => name === delivery.target);
    const posted: Posted =
      target === undefined
        ? { ok: false, status: undefined, text: 'there is no webhook of that name any more' }
        : await post({
            settings,
            target,
            plant: plantAddresses(),
            delivery: delivery.id,
            body: this.#message(delivery),
            now: clock.now(),
            signal,
          });
    await this.#record(delivery, posted);
  }

  #message({ body }: DeliveryRow): string {
    const { plantName, isSimulated } = this.parts;
    return JSON.stringify({ version: 1, plant: plantName(), simulated: isSimulated, ...(body as object) });
  }

  /** Success and the last failure become part of the incident's history; tries in between stay in the log. */
  #record(delivery: DeliveryRow, { ok, status, text }: Posted): Promise<void> {
    const { database, clock, bus } = this.parts;
    return database.transaction(async (tx) => {
      const now = clock.now();
      const pauseMs = RETRY_AFTER_MS[delivery.attempts - 1];
      const isOver = ok || pauseMs === undefined;
      const row = await lockIncident(tx, delivery.incident);
      await updateDelivery(tx, delivery.id, {
        state: ok ? 'sent' : isOver ? 'failed' : 'waiting',
        dueMs: now + (pauseMs ?? 0),
        lastStatus: status ?? null,
        lastError: ok ? null : text,
        ...(isOver ? { doneAt: now } : {}),
      });
      if (!isOver || row === undefined) return;
      const what = { kind: 'delivered' as const, target: delivery.target, ok, text };
      announce(tx, bus, [changedOf(await record(tx, row, [{ what }], now))], now);
    });
  }
}
