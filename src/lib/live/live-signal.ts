import type { Freshness } from '$lib/domain/telemetry/quality';
import { freshnessOf, qualityOf } from '$lib/protocol/frame-layout';
import type { FrameReader } from '$lib/protocol/frame-reader';
import type { BoardContext } from './board.svelte';
import { freshnessNow } from './judge';
import { BARS_MS, DIGITS_MS, Paced } from './paced';
import { NO_READING, type Reading } from './reading';

/** One signal of the drive in focus. Reading `bar` or `digits` in a component is what makes it live. */
export class LiveSignal {
  readonly #context: BoardContext;
  readonly #intervalMs: () => number;
  readonly #bar: Paced<Reading>;
  readonly #digits: Paced<Reading>;
  #value = Number.NaN;
  #grade = 0;
  #receivedAt = Number.NaN;
  #sourceTime: number | undefined;
  #known = false;
  /** Freshness at the last sweep. */
  #judged: Freshness = 'never';

  constructor(context: BoardContext, intervalMs: () => number) {
    this.#context = context;
    this.#intervalMs = intervalMs;
    this.#bar = new Paced(context.loop, BARS_MS, () => this.now());
    this.#digits = new Paced(context.loop, DIGITS_MS, () => this.now());
  }

  /** For pointers and bars: at most four times a second. */
  get bar(): Reading {
    return this.#bar.current;
  }

  /** For numbers: at most once a second, the first change at once. */
  get digits(): Reading {
    return this.#digits.current;
  }

  /** The reading as it stands, not reactive. */
  now(): Reading {
    if (!this.#known) return NO_READING;
    const now = this.#context.clock.now();
    const never = Number.isNaN(this.#receivedAt);
    return {
      value: Number.isNaN(this.#value) ? undefined : this.#value,
      quality: qualityOf(this.#grade),
      freshness: this.#judge(now),
      ageMs: never ? undefined : Math.max(0, now - this.#receivedAt),
      receivedAt: never ? undefined : this.#receivedAt,
      sourceTime: this.#sourceTime,
    };
  }

  /** Takes in an entry of a drive frame; tells whether it is a newer measurement than the one known. */
  apply(frame: FrameReader, entry: number): boolean {
    const sourceTime = frame.sourceTime(entry);
    const receivedAt = frame.signalReceivedAt(entry);
    const newer =
      sourceTime === undefined || this.#sourceTime === undefined
        ? !this.#known || receivedAt > this.#receivedAt
        : sourceTime > this.#sourceTime;
    this.#value = frame.value(entry);
    this.#grade = frame.grade(entry);
    this.#receivedAt = receivedAt;
    this.#sourceTime = sourceTime;
    this.#known = true;
    this.#changed(false);
    return newer;
  }

  /** Judges the age anew; a change of freshness is shown at once, a mere age with the next digits. */
  sweep(serverNow: number): void {
    if (!this.#known) return;
    const judged = this.#judge(serverNow);
    if (judged === 'live' && this.#judged === 'live') return;
    this.#changed(judged !== this.#judged);
    this.#judged = judged;
  }

  #judge(now: number): Freshness {
    return freshnessNow(freshnessOf(this.#grade), this.#receivedAt, this.#intervalMs(), now);
  }

  #changed(urgent: boolean): void {
    this.#bar.changed(urgent);
    this.#digits.changed(urgent);
  }
}
