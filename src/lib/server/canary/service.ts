import { CANARY_DEAD_AFTER_MS, CANARY_EVERY_MS } from '../../domain/alarms/canary';
import type { ConditionReport } from '../../domain/alarms/condition';
import { DAY_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { DurableEvent } from '../../protocol/down';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Service } from '../service';
import type { Tx } from '../storage/database';
import { appendStream, streamAppended } from '../storage/stream-store';
import { CanaryLine, type CanaryAddress, type CanaryCredentials } from './canary-line';
import { canaryBody } from './message';

interface CanaryParts {
  /** Where gateways dial; undefined until the broker listens. */
  address: () => CanaryAddress | undefined;
  /** A certificate of its own, valid until `notAfter`, that the broker lets in from now on. */
  credentials: (now: Instant, notAfter: Instant) => Promise<CanaryCredentials>;
  /** Where the alarm about the way of alarms goes: not that way. Keeps it while the database is away. */
  report: (reports: readonly ConditionReport[]) => Promise<void>;
  bus: Bus;
  clock: Clock;
  log: Logger;
  metrics: Pick<Metrics, 'canarySeconds' | 'canaryAge'>;
}

const LOOK_EVERY_MS = SECOND_MS;
const CERTIFICATE_LIFE_MS = 7 * DAY_MS;
/** Renewed when this share of its life has passed. */
const RENEW_AT = 2 / 3;
/** Canaries that were sent and may still be seen on a screen. */
const REMEMBERED = 12;

/**
 * Sends a real message every ten seconds the way that alarms take: by MQTT and mutual TLS to our own broker,
 * through pipeline, journal and detection into the durable stream, and to every screen, which answers when it
 * has painted it. When none has come through detection for 15 s, the way of alarms is dead, and this says so
 * on its own.
 */
export class Canary implements Service {
  readonly name = 'canary';
  readonly #parts: CanaryParts;
  readonly #line = new CanaryLine();
  readonly #sent = new Map<number, Instant>();
  /** When the newest came through, or when the first was sent: what the silence is counted from. */
  #aliveAt: Instant | undefined;
  #renewAt: Instant = -Infinity;
  #told: 'normal' | 'active' | undefined;
  #problem = '';

  constructor(parts: CanaryParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, metrics } = this.#parts;
    let sendAt = -Infinity;
    try {
      while (!signal.aborted) {
        const now = clock.now();
        // Our own clock may have been set back.
        if (now >= sendAt || now < sendAt - CANARY_EVERY_MS) {
          // Where it cannot be sent now, it is tried again with the next look.
          if (await this.#send(now)) sendAt = now + CANARY_EVERY_MS;
        }
        if (this.#aliveAt !== undefined) this.#aliveAt = Math.min(this.#aliveAt, clock.now());
        await this.#tell(clock.now());
        metrics.canaryAge.set(this.#silentMs(clock.now()) / SECOND_MS);
        await clock.sleep(LOOK_EVERY_MS, signal);
      }
    } finally {
      this.#line.close();
      this.#renewAt = -Infinity;
    }
  }

  /**
   * Detection has met a canary; its news goes into the stream as the last of the same transaction. False when `body`
   * is none, as only a faulty program of ours could have sent.
   */
  arrived(tx: Tx, body: unknown): boolean {
    const parsed = canaryBody.safeParse(body);
    if (!parsed.success) return false;
    const { number, sentAt } = parsed.data;
    const event: DurableEvent = { type: 'canary.heard', number, sentAt };
    const at = this.#parts.clock.now();
    tx.beforeCommit(async () => {
      const seq = await appendStream(tx, {
        type: event.type,
        zone: null,
        site: null,
        audience: 'everybody',
        body: event,
        at,
      });
      tx.afterCommit(() => {
        this.#aliveAt = this.#parts.clock.now();
        streamAppended(this.#parts.bus, seq);
      });
    });
    return true;
  }

  /** A screen has painted that one. Each counts only once it was sent, and by our clock alone. */
  painted(number: number): void {
    const sentAt = this.#sent.get(number);
    if (sentAt === undefined) return;
    this.#parts.metrics.canarySeconds.observe(Math.max(0, this.#parts.clock.now() - sentAt) / SECOND_MS);
  }

  /** For readiness: what is the matter with the way of alarms, in plain words, and since when. */
  health(): { ok: boolean; detail: string; since: Instant } {
    const now = this.#parts.clock.now();
    const since = this.#aliveAt ?? now;
    if (!this.#isDead(now)) return { ok: true, detail: '', since };
    return { ok: false, detail: this.#deathText(now), since };
  }

  async #send(now: Instant): Promise<boolean> {
    const { address, log } = this.#parts;
    const to = address();
    if (to === undefined) return false;
    this.#aliveAt ??= now;
    try {
      if (!this.#line.isOpen || now >= this.#renewAt) await this.#open(to, now);
      this.#problem = '';
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      log.debug({ err: error }, 'the canary does not get to the broker');
      return false;
    }
    const sentAt = this.#parts.clock.now();
    const number = Math.floor(sentAt / SECOND_MS);
    this.#sent.set(number, sentAt);
    for (const old of this.#sent.keys()) if (this.#sent.size > REMEMBERED) this.#sent.delete(old);
    this.#line.send({ number, sentAt });
    return true;
  }

  async #open(to: CanaryAddress, now: Instant): Promise<void> {
    const credentials = await this.#parts.credentials(now, now + CERTIFICATE_LIFE_MS);
    await this.#line.open(to, credentials);
    this.#renewAt = now + CERTIFICATE_LIFE_MS * RENEW_AT;
  }

  #silentMs(now: Instant): number {
    return this.#aliveAt === undefined ? 0 : Math.max(0, now - this.#aliveAt);
  }

  #isDead(now: Instant): boolean {
    return this.#silentMs(now) > CANARY_DEAD_AFTER_MS;
  }

  #deathText(now: Instant): string {
    const seconds = Math.round(this.#silentMs(now) / SECOND_MS);
    const why = this.#problem === '' ? '' : ` It does not reach the broker: ${this.#problem}.`;
    return `No canary has come through for ${seconds} s: alarms may not arrive.${why}`;
  }

  /** Raises or ends the alarm. */
  async #tell(now: Instant): Promise<void> {
    if (this.#aliveAt === undefined) return;
    const condition = this.#isDead(now) ? 'active' : 'normal';
    if (condition === this.#told) return;
    const time = {
      receivedAt: now,
      sourceTime: undefined,
      clockOffsetMs: undefined,
      clockUncertaintyMs: undefined,
    };
    const name = { definition: 'sys.alarm_path', gateway: null, drive: null, key: '', time };
    this.#told = condition;
    await this.#parts.report([
      condition === 'active' ? { ...name, condition, text: this.#deathText(now) } : { ...name, condition },
    ]);
  }
}
