import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Drive } from '../../domain/plant/model';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import { isTransient } from '../storage/transient';
import type { DriveHint } from './drive-hint';
import type { DriveRegistry } from './ports';

interface PlaceFinderOptions {
  registry: DriveRegistry;
  readGatewayKey: (gateway: GatewayId) => Promise<number | undefined>;
  clock: Clock;
  log: Logger;
}

const PAUSE_MS = 500;

/**
 * Finds the place of what a device sends: its drive, or its gateway's own key. What is not known yet is
 * asked of the database, once however many messages wait for it, and again until the database answers.
 */
export class PlaceFinder {
  readonly #options: PlaceFinderOptions;
  readonly #gatewayKeys = new Map<GatewayId, number>();
  readonly #asked = new Map<string, Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(options: PlaceFinderOptions) {
    this.#options = options;
  }

  drive(gateway: GatewayId, entity: EntityTopicId): Drive | undefined {
    return this.#options.registry.driveByEntity(gateway, entity);
  }

  /** The drive of an entity that is no part of the plant yet; `undefined` when it cannot be made one. */
  newDrive(gateway: GatewayId, entity: EntityTopicId, hint: () => DriveHint): Promise<Drive | undefined> {
    const { registry } = this.#options;
    return this.#once(`${gateway} ${entity}`, () => registry.ensureDrive(gateway, entity, hint()));
  }

  /** As `newDrive`, but with what the hint says now, also when an earlier question is still open. */
  async describeDrive(gateway: GatewayId, entity: EntityTopicId, hint: () => DriveHint): Promise<void> {
    await this.#asked.get(`${gateway} ${entity}`);
    await this.newDrive(gateway, entity, hint);
  }

  gatewayKey(gateway: GatewayId): number | undefined {
    return this.#gatewayKeys.get(gateway);
  }

  async newGatewayKey(gateway: GatewayId): Promise<number | undefined> {
    const key = await this.#once(gateway, () => this.#options.readGatewayKey(gateway));
    if (key !== undefined) this.#gatewayKeys.set(gateway, key);
    return key;
  }

  /** Asks no more; open questions stay open, so that what waits for them is never acknowledged. */
  close(): void {
    this.#closing.abort();
  }

  /** Everybody who asks while an answer is on its way gets that one, in the order of asking. */
  #once<T>(name: string, ask: () => Promise<T>): Promise<T | undefined> {
    const known = this.#asked.get(name);
    if (known !== undefined) return known as Promise<T | undefined>;
    const answer = this.#persist(name, ask).finally(() => this.#asked.delete(name));
    this.#asked.set(name, answer);
    return answer;
  }

  async #persist<T>(name: string, ask: () => Promise<T>): Promise<T | undefined> {
    const { clock, log } = this.#options;
    while (!this.#closing.signal.aborted) {
      try {
        return await ask();
      } catch (error) {
        if (!isTransient(error)) {
          log.error({ err: error, name }, 'a device could not be given a place');
          return undefined;
        }
      }
      await clock.sleep(PAUSE_MS, this.#closing.signal);
    }
    return new Promise(() => {});
  }
}
