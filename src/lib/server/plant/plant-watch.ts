import type { Instant } from '../../domain/time';
import type { Clock } from '../clock';
import type { Service } from '../service';

const ROUND_MS = 250;

/** Lets what is known grow old: judges the age of all values and the silence of gateways four times a second. */
export class PlantWatch implements Service {
  readonly name = 'plant watch';
  readonly #swept: readonly { sweep(now: Instant): void }[];
  readonly #clock: Clock;

  constructor(swept: readonly { sweep(now: Instant): void }[], clock: Clock) {
    this.#swept = swept;
    this.#clock = clock;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const part of this.#swept) part.sweep(this.#clock.now());
      await this.#clock.sleep(ROUND_MS, signal);
    }
  }
}
