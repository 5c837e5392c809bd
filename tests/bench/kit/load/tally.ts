import { monotonic } from './clock';

/** What the generator has done so far, and how it stands at this moment. */
export interface LoadCounts {
  /** Messages handed to a socket. */
  published: number;
  /** Of those, acknowledged by the broker. */
  acknowledged: number;
  /** Messages that were due and found the in-flight window of their gateway full. */
  waiting: number;
  /** How long the oldest of them has been waiting; 0 when none is. */
  oldestWaitingMs: number;
  /** How far the generator is behind its own timetable. A ms or two is the grain of its timer. */
  lateMs: number;
  /** Time from when a message was due to its acknowledgement, summed over the acknowledged ones. */
  acknowledgementMs: number;
  /** How many were acknowledged later than `LATE_MS` after they were due. */
  acknowledgedLate: number;
}

/**
 * Later than this the next message of the drive may be on its way already, and which of the two a receive time
 * is of can no longer be told: a period of the usual load.
 */
export const LATE_MS = 1_000;

const PUBLISHED = 0;
const ACKNOWLEDGED = 1;
const WAITING = 2;
const WAITING_SINCE = 3;
const NEXT_DUE = 4;
const ACKNOWLEDGEMENT_MS = 5;
const ACKNOWLEDGED_LATE = 6;

/**
 * Counts in shared memory: the generator's thread writes, others read without asking it. So they also tell how
 * late it is when it is too busy to answer. Points in time are monotonic.
 */
export class Tally {
  readonly #values: Float64Array;

  constructor(readonly buffer = new SharedArrayBuffer(8 * 7)) {
    this.#values = new Float64Array(buffer);
  }

  published(count: number): void {
    this.#values[PUBLISHED]! += count;
  }

  acknowledged(count: number, afterMs: number): void {
    this.#values[ACKNOWLEDGED]! += count;
    this.#values[ACKNOWLEDGEMENT_MS]! += afterMs;
    if (afterMs > LATE_MS) this.#values[ACKNOWLEDGED_LATE]! += count;
  }

  waiting(change: number): void {
    this.#values[WAITING]! += change;
  }

  get anyWaiting(): boolean {
    return this.#values[WAITING]! > 0;
  }

  /** Since when the oldest waiting message waits; `Infinity` for none. */
  waitingSince(due: number): void {
    this.#values[WAITING_SINCE] = due;
  }

  /** When the next message is due; `Infinity` while none is. */
  nextDue(due: number): void {
    this.#values[NEXT_DUE] = due;
  }

  read(now = monotonic()): LoadCounts {
    const values = this.#values;
    const waiting = values[WAITING]!;
    return {
      published: values[PUBLISHED]!,
      acknowledged: values[ACKNOWLEDGED]!,
      waiting,
      oldestWaitingMs: waiting === 0 ? 0 : Math.max(0, now - values[WAITING_SINCE]!),
      lateMs: Math.max(0, now - values[NEXT_DUE]!),
      acknowledgementMs: values[ACKNOWLEDGEMENT_MS]!,
      acknowledgedLate: values[ACKNOWLEDGED_LATE]!,
    };
  }
}
