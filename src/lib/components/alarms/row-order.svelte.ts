import type { AlarmId } from '$lib/domain/ids';
import type { AlarmView } from '$lib/protocol/alarms';
import type { Row } from './rows';

/**
 * The rows that are on the screen, and those that would be. While it is frozen nothing moves, comes or goes:
 * what is new waits and is counted, what changed changes in its place, what is over stays where it is. Nobody
 * acknowledges a row that has just slipped under the pointer (reference: ux, A24).
 */
export class RowOrder {
  rows = $state.raw<readonly Row[]>([]);
  /** Alarms that are not on the screen because it is frozen. */
  waiting = $state.raw<readonly AlarmView[]>([]);
  /** Alarms on the screen whose state is another one than when it was frozen. */
  changed = $state.raw(0);
  #next: readonly Row[] = [];
  #isFrozen = false;
  /** States at the moment of freezing. */
  #states = new Map<AlarmId, AlarmView['state']>();
  readonly #last: (id: AlarmId) => AlarmView | undefined;

  /** @param last what was last known of an alarm, also when it is over */
  constructor(last: (id: AlarmId) => AlarmView | undefined) {
    this.#last = last;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** Takes in how the list would look now. */
  update(next: readonly Row[]): void {
    this.#next = next;
    if (this.#isFrozen) this.#renew();
    else this.rows = next;
  }

  freeze(on: boolean): void {
    if (on === this.#isFrozen) return;
    this.#isFrozen = on;
    if (on) this.#states = statesOf(this.rows);
    else this.showNow();
  }

  /** Puts everything where it belongs, once, also while it is frozen. */
  showNow(): void {
    this.rows = this.#next;
    this.waiting = [];
    this.changed = 0;
    this.#states = statesOf(this.rows);
  }

  #renew(): void {
    const shown = new Set<AlarmId>();
    let changed = 0;
    this.rows = this.rows.map((row) => {
      if (row.kind === 'group') {
        for (const { id } of row.alarms) shown.add(id);
        return row;
      }
      shown.add(row.alarm.id);
      const alarm = this.#last(row.alarm.id) ?? row.alarm;
      if (alarm.state !== this.#states.get(alarm.id)) changed += 1;
      return alarm === row.alarm ? row : { ...row, alarm };
    });
    this.waiting = alarmsOf(this.#next).filter(({ id }) => !shown.has(id));
    this.changed = changed;
  }
}

/** Every alarm that rows show or stand for, once each. */
export function alarmsOf(rows: readonly Row[]): AlarmView[] {
  const all = new Map<AlarmId, AlarmView>();
  for (const row of rows) {
    if (row.kind === 'alarm') all.set(row.alarm.id, row.alarm);
    else for (const alarm of row.alarms) all.set(alarm.id, alarm);
  }
  return [...all.values()];
}

const statesOf = (rows: readonly Row[]): Map<AlarmId, AlarmView['state']> =>
  new Map(alarmsOf(rows).map(({ id, state }) => [id, state]));
