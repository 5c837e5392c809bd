import type { Bus } from '../bus';
import type { Clock } from '../clock';
import { noChange, type CountChange } from '../storage/alarm-count-store';
import type { Tx } from '../storage/database';
import { tellAlarms } from './tell';

/** What a transaction has changed so far. */
interface Gathered {
  changed: Set<number>;
  counts: Map<string, CountChange>;
}

/**
 * Alarms that are counted and told of as the last of a transaction, once however often they changed in it: what
 * comes between locks rows of its own, and nobody may hold the numbers of a zone or the head of the stream while
 * it waits for those.
 */
export class LateNews {
  readonly #gathered = new WeakMap<Tx, Gathered>();

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  add(tx: Tx, changed: readonly number[], counts: readonly CountChange[] = []): void {
    if (changed.length === 0) return;
    const gathered = this.#gathered.get(tx) ?? this.#begin(tx);
    for (const id of changed) gathered.changed.add(id);
    for (const { zone, site, cells } of counts) {
      const sum = gathered.counts.get(zone) ?? noChange(zone, site);
      gathered.counts.set(zone, { ...sum, cells: sum.cells.map((n, i) => n + (cells[i] ?? 0)) });
    }
  }

  #begin(tx: Tx): Gathered {
    const gathered: Gathered = { changed: new Set(), counts: new Map() };
    this.#gathered.set(tx, gathered);
    tx.beforeCommit(async () => {
      this.#gathered.delete(tx);
      const news = { changed: [...gathered.changed], counts: [...gathered.counts.values()] };
      await tellAlarms(tx, this.bus, news, this.clock.now());
    });
    return gathered;
  }
}
