import fc from 'fast-check';
import {
  isAnnunciated,
  NO_FLAGS,
  stateBeneath,
  stateOf,
  withheldBy,
  type AlarmFlags,
} from '../../src/lib/domain/alarms/state';
import { applied, type AlarmEvent } from '../../src/lib/domain/alarms/transitions';

/** Everything that can happen to an alarm. */
export const anAlarmEvent: fc.Arbitrary<AlarmEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('activated' as const),
      isLatching: fc.boolean(),
      isHeld: fc.boolean(),
      outgrowsShelf: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.constant<AlarmEvent>({ type: 'returned' }) },
  { weight: 3, arbitrary: fc.constant<AlarmEvent>({ type: 'acknowledge' }) },
  {
    weight: 12,
    arbitrary: fc.constantFrom<AlarmEvent>(
      { type: 'escalated', outgrowsShelf: false },
      { type: 'escalated', outgrowsShelf: true },
      { type: 'realarmed' },
      { type: 'held' },
      { type: 'released' },
      { type: 'confirm' },
      { type: 'reset' },
      { type: 'shelve', mode: 'timed' },
      { type: 'shelve', mode: 'one-shot' },
      { type: 'unshelve' },
      { type: 'suppress' },
      { type: 'unsuppress' },
      { type: 'take-out-of-service' },
      { type: 'return-to-service' },
    ),
  },
);

const WITHHOLDING = new Set(['held', 'shelve', 'suppress', 'take-out-of-service']);

/** Walks through the table and says every rule that is broken on the way, with the number of the step. */
export class AlarmWalk {
  flags: AlarmFlags = NO_FLAGS;
  readonly violations: string[] = [];
  #steps = 0;

  /** What is written down comes back as the same state. */
  restart(): void {
    const before = stateOf(this.flags);
    this.flags = JSON.parse(JSON.stringify(this.flags)) as AlarmFlags;
    this.#must(stateOf(this.flags) === before, 'a restart changed the state');
  }

  step(event: AlarmEvent): void {
    this.#steps += 1;
    const before = this.flags;
    const outcome = applied(before, event);
    if (outcome.outcome !== 'changed') {
      this.#must(event.type !== 'shelve', 'shelving was not possible');
      return;
    }
    const after = outcome.flags;
    this.flags = after;
    const state = stateOf(after);
    this.#must(!outcome.isNews || isAnnunciated(state), 'something sounded that is not new');
    this.#must(!outcome.isNews || withheldBy(after) === 'no', 'something sounded that is withheld');
    this.#must(event.type !== 'returned' || !outcome.isNews, 'a return to normal sounded');
    this.#must(
      event.type !== 'returned' || after.acked === before.acked,
      'a return changed an acknowledgement',
    );
    this.#must(!WITHHOLDING.has(event.type) || !outcome.isNews, 'being withheld sounded');
    this.#must(outcome.opens === (event.type === 'activated'), 'an occurrence began by something else');
    this.#must(!outcome.opens || !(after.acked || after.confirmed), 'a new occurrence was handled already');
    this.#must(!(before.active && before.occurrence === 'open' && outcome.opens), 'a repetition began anew');
    this.#must(after.active ? after.occurrence === 'open' : true, 'an active alarm is closed');
    this.#must(after.latched ? after.occurrence === 'open' : true, 'a latched alarm is closed');
    const isDone = !after.active && !after.latched && after.acked;
    this.#must(after.occurrence !== 'open' || !isDone, 'nothing is left to do and it is open');
    this.#must(after.occurrence !== 'closed' || isDone, 'it is closed and something is left to do');
    this.#must(
      state === 'normal' || withheldBy(after) !== 'no' || state === stateBeneath(after),
      'no such state',
    );
    if (event.type === 'reset') this.#must(before.acked && !before.active, 'it was reset too early');
    const isOutgrown = 'outgrowsShelf' in event && event.outgrowsShelf === true;
    this.#must(
      before.shelving !== 'timed' ||
        after.shelving === 'timed' ||
        event.type === 'unshelve' ||
        event.type === 'shelve' ||
        isOutgrown,
      'a timed shelf ended by itself',
    );
    this.#must(!isOutgrown || after.shelving === 'none', 'a shelf outlived what it was granted for');
    this.#must(
      !isOutgrown || withheldBy(after) !== 'no' || outcome.isNews,
      'an alarm grew worse than its shelf and did not sound',
    );
    this.#must(
      !before.outOfService || after.outOfService || event.type === 'return-to-service',
      'it came back to service by itself',
    );
    this.#must(
      !before.suppressed || after.suppressed || event.type === 'unsuppress',
      'a suppression ended by itself',
    );
  }

  #must(holds: boolean, rule: string): void {
    if (!holds) this.violations.push(`step ${this.#steps}: ${rule} (${JSON.stringify(this.flags)})`);
  }
}

/** Walks a long way with a restart every so often; returns what was broken. */
export function longWalk(steps: number, restartEvery: number, seed: number): string[] {
  const walk = new AlarmWalk();
  const events = fc.sample(anAlarmEvent, { numRuns: steps, seed });
  for (const [i, event] of events.entries()) {
    walk.step(event);
    if (i % restartEvery === 0) walk.restart();
  }
  return walk.violations;
}
