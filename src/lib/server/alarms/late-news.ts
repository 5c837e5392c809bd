import type { Bus } from '../bus';
import type { Clock } from '../clock';
import { addCounts, noChange } from '../storage/alarm-count-store';
import { readAlarmViews } from '../storage/alarm-view';
import type { Tx } from '../storage/database';
import { tellAlarms } from './tell';

/**
 * Alarms of which the stream is told as the last of a transaction, once however often they changed in it: what
 * comes between locks rows of its own, and nobody may hold the head of the stream while it waits for those.
 */
export class LateNews {
  readonly #changed = new WeakMap<Tx, Set<number>>();

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  add(tx: Tx, occurrences: readonly number[]): void {
    if (occurrences.length === 0) return;
    const known = this.#changed.get(tx);
    const changed = known ?? new Set<number>();
    for (const id of occurrences) changed.add(id);
    if (known !== undefined) return;
    this.#changed.set(tx, changed);
    tx.beforeCommit(async () => {
      this.#changed.delete(tx);
      await tellOf(tx, this.bus, [...changed], this.clock.now());
    });
  }
}

/** Tells of alarms as they are now, with the numbers of their zones. */
export async function tellOf(tx: Tx, bus: Bus, ids: readonly number[], now: number): Promise<void> {
  const views = await readAlarmViews(tx, ids, now);
  const zones = new Map(views.map(({ zone, site }) => [zone ?? '', site ?? '']));
  // Adding nothing locks the numbers, so that those who change them tell of it one after the other.
  const counts = await addCounts(
    tx,
    [...zones].map(([zone, site]) => noChange(zone, site)),
  );
  await tellAlarms(tx, bus, views, counts, now);
}
