import { untrack } from 'svelte';
import type { AlarmId } from '$lib/domain/ids';
import type { AlarmBoard } from '$lib/live/alarm-board.svelte';
import { byUrgency } from '$lib/live/alarm-order';
import type { AlarmView } from '$lib/protocol/alarms';
import { fits, orderOf, type PlaceNames } from './list-filter';
import type { ListState } from './list-state';
import { RowOrder } from './row-order.svelte';
import { rowsOf, type Row } from './rows';

/** How often rows may move, ms; the first change shows at once. */
const PACE_MS = 250;

interface ListPorts {
  board: AlarmBoard;
  state: () => ListState;
  names: () => PlaceNames;
}

/**
 * What a list of alarms does: which rows, in which order, what is chosen, where the cursor stands. The order is
 * frozen while the pointer is over the list, while something is chosen, and while somebody asked for it.
 */
export class AlarmList {
  readonly order: RowOrder;
  /** Alarms that are chosen for an act. */
  chosen = $state.raw<ReadonlySet<AlarmId>>(new Set());
  /** Key of the row under the cursor. It stays with its alarm, wherever that moves. */
  cursor = $state.raw<string | undefined>(undefined);
  isOver = $state.raw(false);
  /** Somebody asked for it, by key or button. */
  isHeld = $state.raw(false);
  #turned = $state.raw<ReadonlySet<string>>(new Set());
  readonly #ports: ListPorts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;
  /** Where a range of choices begins. */
  #anchor: string | undefined;

  constructor(ports: ListPorts) {
    this.#ports = ports;
    this.order = new RowOrder((id) => ports.board.last(id));
  }

  get rows(): readonly Row[] {
    return this.order.rows;
  }

  get isFrozen(): boolean {
    return this.isOver || this.isHeld || this.chosen.size > 0;
  }

  /** Has the rows made anew: at once when the last time is long enough ago, else when it is. */
  request(): void {
    this.#isDue = true;
    if (this.#timer === undefined) this.#beat();
  }

  /** The person changed what the list shows: that is not held back, and freezes nothing of the list before. */
  renew(): void {
    this.#make();
    this.order.showNow();
  }

  /** Follows `isFrozen`. */
  settle(): void {
    this.order.freeze(this.isFrozen);
  }

  showNow(): void {
    this.#make();
    this.order.showNow();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Opens or closes a heading or a cause. */
  turn(key: string): void {
    const turned = new Set(this.#turned);
    if (!turned.delete(key)) turned.add(key);
    this.#turned = turned;
    this.renew();
  }

  get cursorIndex(): number {
    return this.rows.findIndex(({ key }) => key === this.cursor);
  }

  get cursorRow(): Row | undefined {
    return this.rows[this.cursorIndex];
  }

  /** Moves the cursor by rows; from nowhere to the first. Returns its new index. */
  move(by: number): number {
    if (this.rows.length === 0) return -1;
    const at = this.cursorIndex;
    const next = at === -1 ? 0 : Math.min(this.rows.length - 1, Math.max(0, at + by));
    this.cursor = this.rows[next]?.key;
    return next;
  }

  /** By how many rows a key of the grid moves the cursor; undefined for any other key. */
  stepOf(key: string, pageful: number): number | undefined {
    const all = this.rows.length;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: pageful,
      PageUp: -pageful,
      Home: -all,
      End: all,
    };
    return steps[key];
  }

  /** Chooses a row, or takes that back; `isRange` chooses everything from the last one chosen on. */
  choose(row: Row, isRange: boolean): void {
    const chosen = new Set(this.chosen);
    if (isRange && this.#anchor !== undefined) {
      for (const alarm of this.#between(this.#anchor, row.key)) chosen.add(alarm.id);
    } else {
      const alarms = row.kind === 'alarm' ? [row.alarm] : row.alarms;
      const isAll = alarms.every(({ id }) => chosen.has(id));
      for (const { id } of alarms) {
        if (isAll) chosen.delete(id);
        else chosen.add(id);
      }
      this.#anchor = row.key;
    }
    this.chosen = chosen;
    this.settle();
  }

  clear(): void {
    this.chosen = new Set();
    this.#anchor = undefined;
    this.settle();
  }

  /** The alarms that are chosen, as they are now. */
  get chosenAlarms(): AlarmView[] {
    return [...this.chosen]
      .map((id) => this.#ports.board.last(id))
      .filter((alarm) => alarm !== undefined)
      .sort(byUrgency);
  }

  /** What a key acts upon: what is chosen, else what the cursor is on, else `other`. */
  subjects(other: AlarmView | undefined): readonly AlarmView[] {
    if (this.chosen.size > 0) return this.chosenAlarms;
    const row = this.cursorRow;
    if (row === undefined) return other === undefined ? [] : [other];
    return row.kind === 'group' ? row.alarms : [this.#ports.board.last(row.alarm.id) ?? row.alarm];
  }

  #between(from: string, to: string): AlarmView[] {
    const [a, b] = [from, to].map((key) => this.rows.findIndex((row) => row.key === key));
    if (a === undefined || b === undefined || a < 0 || b < 0) return [];
    return this.rows
      .slice(Math.min(a, b), Math.max(a, b) + 1)
      .flatMap((row) => (row.kind === 'alarm' ? [row.alarm] : []));
  }

  #beat(): void {
    if (!this.#isDue) {
      this.#timer = undefined;
      return;
    }
    this.#isDue = false;
    this.#make();
    this.#timer = setTimeout(() => this.#beat(), PACE_MS);
  }

  #make(): void {
    untrack(() => {
      const { board, state, names } = this.#ports;
      const list = state();
      const all = [...board.all()];
      const alarms = all.filter((alarm) => fits(alarm, list, names())).sort(orderOf(list, names()));
      const group = list.group !== 'auto' ? list.group : board.floods.length > 0 ? 'flood' : 'none';
      this.order.update(
        rowsOf(alarms, {
          group,
          names: names(),
          turned: this.#turned,
          heldBy: ({ id }) => all.filter(({ cause }) => cause === id).sort(byUrgency),
        }),
      );
    });
  }
}
