import { MINUTE_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import { selectLapses } from '../storage/match-store';
import { isTransient } from '../storage/transient';
import { CsafChecker } from './csaf-check';
import { Matcher } from './matcher';

/** The inventory is looked through this often without any news: versions arrive with telemetry. */
const ROUND_MS = MINUTE_MS;
/** News is gathered this long, so that a folder of advisories is one round. */
const GATHER_MS = 200;
const RETRY_MS = 5 * SECOND_MS;

type AdvisoriesOptions = ConstructorParameters<typeof Matcher>[0] & { bus: Bus; clock: Clock; log: Logger };

/**
 * Advisories and the assets that they may be about: matches when an advisory is taken in, when the plant changes and
 * once a minute, and tells when what counts has changed, also because an acceptance ran out.
 */
export class Advisories implements Service {
  readonly name = 'advisories';
  readonly checker = new CsafChecker();
  readonly #matcher: Matcher;
  #wake = new AbortController();
  #lookedAt: Instant;
  #nextLapse: Instant | null = null;
  #isTelling = false;

  constructor(private readonly o: AdvisoriesOptions) {
    this.#matcher = new Matcher(o);
    this.#lookedAt = o.clock.now();
    const news = ['advisory.imported', 'plant.changed', 'assets.changed', 'vulnerability.changed'] as const;
    for (const event of news)
      o.bus.on(this, event, () => {
        if (!this.#isTelling) this.#wake.abort();
      });
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock, log } = this.o;
    const wake = () => this.#wake.abort();
    signal.addEventListener('abort', wake, { once: true });
    try {
      while (!signal.aborted) {
        this.#wake = new AbortController();
        let pauseMs = RETRY_MS;
        try {
          await this.round();
          pauseMs = Math.min(ROUND_MS, Math.max(0, (this.#nextLapse ?? Infinity) - clock.now()));
        } catch (error) {
          if (!isTransient(error)) throw error;
          log.debug({ err: error }, 'advisories not matched: no database');
        }
        if (signal.aborted) return;
        await clock.sleep(pauseMs, this.#wake.signal);
        if (this.#wake.signal.aborted) await clock.sleep(GATHER_MS, signal);
      }
    } finally {
      bus.off(this);
      signal.removeEventListener('abort', wake);
      await this.checker.close();
    }
  }

  /** Matches what is new, and tells whose acceptances ran out. */
  async round(): Promise<void> {
    const { bus, clock, database } = this.o;
    const now = clock.now();
    const changed = await this.#matcher.round(now);
    const { zones, next } = await database.read((tx) => selectLapses(tx, this.#lookedAt, now));
    this.#lookedAt = now;
    this.#nextLapse = next;
    const told = new Set([...changed, ...zones]);
    if (told.size === 0) return;
    this.#isTelling = true;
    try {
      bus.emit('vulnerability.changed', { zones: [...told] });
    } finally {
      this.#isTelling = false;
    }
  }
}
