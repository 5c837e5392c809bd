import type { GatewayId } from '../../domain/ids';
import type { Gateway } from '../../domain/plant/model';
import { UNPLACED_ZONE } from '../../domain/plant/unplaced';
import type { DurableEvent } from '../../protocol/down';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from '../storage/database';
import { recordPresence } from '../storage/gateway-presence-store';
import { appendStream, streamAppended, type NewStreamEntry } from '../storage/stream-store';
import { isTransient } from '../storage/transient';
import type { PresenceChange } from './gateway-board';

interface PresenceRecorderOptions {
  board: { takeChanges(): PresenceChange[]; returnChanges(changes: readonly PresenceChange[]): void };
  plant: { gateway(id: GatewayId): Gateway | undefined };
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
}

const ROUND_MS = 200;
const PAUSE_MS = 1_000;

/**
 * Writes down how gateways come and go, and tells it in the durable stream. A gateway that flaps faster than
 * the rounds is told by its last state; while the database is away, changes wait.
 */
export class PresenceRecorder implements Service {
  readonly name = 'presence recorder';
  readonly #options: PresenceRecorderOptions;

  constructor(options: PresenceRecorderOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) await clock.sleep((await this.record()) ? ROUND_MS : PAUSE_MS, signal);
    await this.record();
  }

  /** Writes all changes that wait. False when the database did not take them. */
  async record(): Promise<boolean> {
    const { board, database, bus, log } = this.#options;
    const changes = board.takeChanges();
    if (changes.length === 0) return true;
    try {
      const head = await database.transaction(async (tx) => {
        for (const change of changes) await recordPresence(tx, change.gateway, change);
        let seq: number | undefined;
        for (const change of changes) if (change.isNews) seq = await appendStream(tx, this.#entryOf(change));
        return seq;
      });
      if (head !== undefined) streamAppended(bus, head);
      return true;
    } catch (error) {
      board.returnChanges(changes);
      if (!isTransient(error)) throw error;
      log.debug({ err: error }, 'presence not recorded: no database');
      return false;
    }
  }

  #entryOf({ gateway, link, since, reason }: PresenceChange): NewStreamEntry {
    const body: DurableEvent = { type: 'gateway.presence', gateway, link, since, reason };
    const placed = this.#options.plant.gateway(gateway);
    const isPlaced = placed !== undefined && placed.zone !== UNPLACED_ZONE.id;
    return {
      type: body.type,
      zone: isPlaced ? placed.zone : null,
      site: isPlaced ? placed.site : null,
      audience: isPlaced ? 'everybody' : 'administrators',
      body,
      at: since,
    };
  }
}
