import { HOUR_MS, MINUTE_MS, type Instant } from '../lib/domain/time';
import { CAUSES, type Cause } from './physics/causes';
import type { SimulatedDrive } from './physics/drive';
import type { Random } from './physics/random';

/** Mean time between trips of one drive; eighty drives then show about three in an hour. */
const TRIP_EVERY_MS = 27 * HOUR_MS;
const WARNING_EVERY_MS = 8 * HOUR_MS;
const LOCAL_EVERY_MS = 30 * HOUR_MS;

const TRIPS = CAUSES.filter((cause) => cause !== 'sto' && cause !== 'fieldbus');
const WARNINGS = ['fieldbus', 'mains-phase', 'dc-undervoltage'] as const satisfies readonly Cause[];

type Mishap =
  | { kind: 'trip'; cause: Cause }
  | { kind: 'reset' }
  | { kind: 'warn' }
  | { kind: 'calm'; cause: Cause }
  | { kind: 'local'; on: boolean };

/**
 * What happens to a drive in a plant by itself: now and then a trip that somebody at the drive resets
 * after a while, a passing warning, an hour in hand operation.
 */
export class Mishaps {
  readonly #drive: SimulatedDrive;
  readonly #random: Random;
  #due: { at: Instant; mishap: Mishap }[] = [];
  #next: Instant;

  constructor(drive: SimulatedDrive, random: Random, now: Instant) {
    this.#drive = drive;
    this.#random = random;
    this.#plan(now, TRIP_EVERY_MS, () => ({ kind: 'trip', cause: this.#trip() }));
    this.#plan(now, WARNING_EVERY_MS, () => ({ kind: 'warn' }));
    this.#plan(now, LOCAL_EVERY_MS, () => ({ kind: 'local', on: true }));
    this.#next = this.#earliest();
    this.#before(now);
  }

  step(now: Instant): void {
    if (now < this.#next) return;
    const due = this.#due.filter(({ at }) => at <= now);
    this.#due = this.#due.filter(({ at }) => at > now);
    for (const { mishap } of due) this.#happen(mishap, now);
    this.#next = this.#earliest();
  }

  /** A plant that is first looked at has a few drives that are not well already. */
  #before(now: Instant): void {
    const fate = this.#random.next();
    if (fate < 0.02) this.#happen({ kind: 'trip', cause: this.#trip() }, now);
    else if (fate < 0.045) this.#happen({ kind: 'warn' }, now);
    else if (fate < 0.075) this.#happen({ kind: 'local', on: true }, now);
    this.#next = this.#earliest();
  }

  #happen(mishap: Mishap, now: Instant): void {
    const between = (low: number, high: number) => now + this.#random.range(low, high);
    switch (mishap.kind) {
      case 'trip':
        this.#drive.trip(mishap.cause);
        this.#due.push({ at: between(4 * MINUTE_MS, 18 * MINUTE_MS), mishap: { kind: 'reset' } });
        return this.#plan(now, TRIP_EVERY_MS, () => ({ kind: 'trip', cause: this.#trip() }));
      case 'reset':
        // Somebody who finds the cause still there comes back later.
        if (this.#drive.reset() === 'cause-present') {
          this.#due.push({ at: between(5 * MINUTE_MS, 10 * MINUTE_MS), mishap });
        }
        return;
      case 'warn': {
        const cause = this.#random.pick(WARNINGS);
        this.#drive.setWarning(cause, true);
        this.#due.push({ at: between(MINUTE_MS, 6 * MINUTE_MS), mishap: { kind: 'calm', cause } });
        return this.#plan(now, WARNING_EVERY_MS, () => ({ kind: 'warn' }));
      }
      case 'calm':
        return this.#drive.setWarning(mishap.cause, false);
      case 'local':
        this.#drive.setLocal(mishap.on);
        if (mishap.on) {
          this.#due.push({
            at: between(15 * MINUTE_MS, 70 * MINUTE_MS),
            mishap: { kind: 'local', on: false },
          });
        } else this.#plan(now, LOCAL_EVERY_MS, () => ({ kind: 'local', on: true }));
    }
  }

  /** Draws when the next one comes: exponential, as for what has no memory. */
  #plan(now: Instant, everyMs: number, mishap: () => Mishap): void {
    this.#due.push({ at: now - everyMs * Math.log(1 - this.#random.next()), mishap: mishap() });
  }

  #trip(): Cause {
    return TRIPS[Math.floor(this.#random.next() * TRIPS.length)] ?? 'overcurrent';
  }

  #earliest(): Instant {
    return this.#due.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
  }
}
