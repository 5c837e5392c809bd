import type { Instant } from '../lib/domain/time';
import type { SimulatedGateway } from './gateway';
import { Mishaps } from './mishaps';
import type { SimulatedDrive } from './physics/drive';
import { Random } from './physics/random';

/** Parts of a second: each drive reports in one of them, so that load and network see an even stream. */
const SLOTS = 50;
export const SLOT_MS = 1000 / SLOTS;

interface Member {
  gateway: SimulatedGateway;
  drive: SimulatedDrive;
  mishaps: Mishaps | undefined;
  /** Reports in every n-th second. */
  everySeconds: number;
}

interface FleetOptions {
  gateways: readonly SimulatedGateway[];
  seed: number;
  now: Instant;
  /** Trips, warnings and hand operation that happen by themselves. */
  mishaps: boolean;
  /** Expected interval of a drive, in ms. */
  intervalMs(drive: SimulatedDrive): number;
}

/**
 * All simulated drives, moved by one timer whoever owns it: `tick` does what is due up to `now` and
 * nothing is due twice. There is no timer per drive.
 */
export class Fleet {
  readonly gateways: readonly SimulatedGateway[];
  readonly #slots: Member[][];
  #done: number;

  constructor({ gateways, seed, now, mishaps, intervalMs }: FleetOptions) {
    this.gateways = gateways;
    this.#slots = Array.from({ length: SLOTS }, () => []);
    this.#done = Math.floor(now / SLOT_MS);
    let n = 0;
    for (const gateway of gateways) {
      for (const drive of gateway.drives) {
        const random = Random.of(seed, `mishaps of ${drive.spec.id}`);
        this.#slots[n++ % SLOTS]?.push({
          gateway,
          drive,
          mishaps: mishaps ? new Mishaps(drive, random, now) : undefined,
          everySeconds: Math.max(1, Math.round(intervalMs(drive) / 1000)),
        });
      }
    }
  }

  get size(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.length, 0);
  }

  /**
   * Does the slots that have come since the last call. A process that was kept from running for longer
   * than a second leaves the missed rounds out: a gateway cannot measure the past.
   */
  tick(now: Instant): void {
    for (const gateway of this.gateways) gateway.tick(now);
    const due = Math.floor(now / SLOT_MS);
    this.#done = Math.max(this.#done, due - SLOTS);
    while (this.#done < due) {
      this.#done++;
      const second = Math.floor(this.#done / SLOTS);
      for (const member of this.#slots[this.#done % SLOTS] ?? []) this.#step(member, second, now);
    }
  }

  #step({ gateway, drive, mishaps, everySeconds }: Member, second: number, now: Instant): void {
    if (second % everySeconds !== 0) return;
    mishaps?.step(now);
    drive.step(now);
    gateway.report(drive, now);
  }
}
