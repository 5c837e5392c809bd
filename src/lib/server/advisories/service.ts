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
/** Advisories that were taken in at the shell come without news to this process: they are looked for this often. */
const LOOK_MS = 5 * SECOND_MS;
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
  #roundAt: Instant = 0;
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
      let isWoken = true;
      while (!signal.aborted) {
        this.#wake = new AbortController();
        let pauseMs = RETRY_MS;
        try {
          if (isWoken || (await this.#isDue())) await this.round();
          pauseMs = LOOK_MS;
        } catch (error) {
          if (!isTransient(error)) throw error;
          log.debug({ err: error }, 'advisories not matched: no database');
        }
        if (signal.aborted) return;
        await clock.sleep(pauseMs, this.#wake.signal);
        isWoken = this.#wake.signal.aborted;
        if (isWoken) await clock.sleep(GATHER_MS, signal);
      }
    } finally {
      bus.off(this);
      signal.removeEventListener('abort', wake);
      await this.checker.close();
    }
  }

  /** Whether time asks for a round: the last is a while ago, an acceptance has run out, or an advisory is new. */
  async #isDue(): Promise<boolean> {
    const now = this.o.clock.now();
    return now >= this.#roundAt || now >= (this.#nextLapse ?? Infinity) || (await this.#matcher.hasNew());
  }

  /** Matches what is new, and tells whose acceptances ran out. */
  async round(): Promise<void> {
    const { bus, clock, database } = this.o;
    const now = clock.now();
    const changed = await this.#matcher.round(now);
    const { zones, next } = await database.read((tx) => selectLapses(tx, this.#lookedAt, now));
    this.#lookedAt = now;
    this.#roundAt = now + ROUND_MS;
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
