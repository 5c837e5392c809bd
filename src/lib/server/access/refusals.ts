import type { Actor } from '../../domain/access/roles';
import type { ErrorCode } from '../../domain/errors';
import { MINUTE_MS, type Instant } from '../../domain/time';
import type { AppendAudit } from '../audit/append';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from '../storage/database';
import type { RequestMeta } from './command';

interface Refused {
  actor: Actor;
  /** What was tried: a command's name, or `request` when it never came that far. */
  action: string;
  code: ErrorCode;
  object: { type: string; id: string };
  meta: RequestMeta;
}

interface Tally {
  refused: Refused;
  since: Instant;
  last: Instant;
  /** How often since the last entry. */
  count: number;
}

/** Equal refusals within this time are one entry with a count. */
const WINDOW_MS = MINUTE_MS;
/** Different refusals kept apart at a time; beyond that they are one tally, so that inventing names fills no log. */
const KEPT_APART = 100;

/**
 * Writes refused attempts into the audit log: the first of a kind at once, what follows within a minute as
 * one entry with a count. Counts not yet written are lost when the process is killed; a normal stop writes
 * them.
 */
export class RefusalLog implements Service {
  readonly name = 'refusals';
  readonly #tallies = new Map<string, Tally>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly appendAudit: AppendAudit,
    private readonly log: Logger,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(WINDOW_MS, signal);
      await this.flush(signal.aborted);
    }
  }

  /** Notes a refusal. Never fails: what cannot be written now is counted for later. */
  async note(refused: Refused): Promise<void> {
    const now = this.clock.now();
    const crowded = this.#tallies.size >= KEPT_APART && !this.#tallies.has(keyOf(refused));
    const kept = crowded ? lumped(refused) : refused;
    const key = keyOf(kept);
    const tally = this.#tallies.get(key);
    if (tally !== undefined) {
      tally.count += 1;
      tally.last = now;
      return;
    }
    const begun: Tally = { refused: kept, since: now, last: now, count: 1 };
    this.#tallies.set(key, begun);
    await this.#write(begun);
  }

  /** Writes what has been counted and forgets what is over; `everything` also ends windows still open. */
  async flush(everything = false): Promise<void> {
    const now = this.clock.now();
    for (const [key, tally] of [...this.#tallies]) {
      if (!everything && now - tally.since < WINDOW_MS) continue;
      if (tally.count > 0) await this.#write(tally);
      if (tally.count === 0) this.#tallies.delete(key);
    }
  }

  async #write(tally: Tally): Promise<void> {
    const { refused, count, since, last } = tally;
    tally.count = 0;
    try {
      await this.database.transaction((tx) =>
        this.appendAudit(
          tx,
          {
            action: refused.action,
            object: refused.object,
            result: 'refused',
            facts: { code: refused.code, times: count, since: iso(since), last: iso(last) },
          },
          { actor: refused.actor, address: refused.meta.address, requestId: refused.meta.requestId },
        ),
      );
    } catch (error) {
      tally.count += count;
      this.log.warn({ err: error, action: refused.action }, 'refusal not written yet');
    }
  }
}

const iso = (at: Instant): string => new Date(at).toISOString();

/** Without what an attacker can vary at will. */
const lumped = (refused: Refused): Refused => ({
  ...refused,
  object: { type: 'many', id: 'various' },
  meta: { ...refused.meta, address: undefined },
});

function keyOf({ actor, action, code, object, meta }: Refused): string {
  return JSON.stringify([actor.id, action, code, object.type, object.id, meta.address]);
}
