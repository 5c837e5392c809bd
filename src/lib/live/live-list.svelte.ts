/** How often a list on the screen may change, ms: people read it. The first change is shown at once. */
const PACE_MS = 250;

interface Row {
  readonly id: number | string;
  /** Rises with each change; an older one never replaces a newer. */
  readonly revision: number;
}

interface ListRules<T> {
  /** Whether a row belongs to the list as it is filtered now. */
  fits: (row: T) => boolean;
  /** Which of two stands above. */
  order: (a: T, b: T) => number;
  /** How many are kept; the last ones go. */
  most: number;
}

/**
 * A list that was asked for once and is kept up by news. While it is frozen no row moves, comes or goes: what
 * is new waits, and what changed changes in its place, so that nobody hits a row that has just moved.
 */
export class LiveList<T extends Row> {
  rows = $state.raw<readonly T[]>([]);
  /** New rows that wait until the list goes on, in the list's order. */
  waiting = $state.raw<readonly T[]>([]);
  readonly #rules: ListRules<T>;
  #frozen = false;
  #incoming = new Map<T['id'], T>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(rules: ListRules<T>) {
    this.#rules = rules;
  }

  /** Shows an answer of the server in place of everything; what changed since it was given comes after. */
  load(rows: readonly T[], since: readonly T[] = []): void {
    this.#incoming.clear();
    this.waiting = [];
    this.rows = this.#sorted(rows);
    if (since.length > 0) this.#apply(since);
  }

  /** Takes in an answer to the same question: rows keep their places as with any other news. */
  renew(rows: readonly T[]): void {
    const given = new Set(rows.map(({ id }) => id));
    if (!this.#frozen) this.rows = this.rows.filter(({ id }) => given.has(id));
    this.#apply(rows);
  }

  /** Takes in rows that changed; they are shown with the next beat. */
  take(changed: readonly T[]): void {
    for (const row of changed) {
      const known = this.#incoming.get(row.id);
      if (known === undefined || known.revision < row.revision) this.#incoming.set(row.id, row);
    }
    if (this.#timer === undefined) this.#beat();
  }

  freeze(on: boolean): void {
    this.#frozen = on;
    if (!on) this.showNow();
  }

  /** Puts everything where it belongs, once, also while frozen. */
  showNow(): void {
    const { fits } = this.#rules;
    this.rows = this.#sorted([...this.rows, ...this.waiting].filter(fits));
    this.waiting = [];
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#incoming.clear();
  }

  #beat(): void {
    if (this.#incoming.size === 0) {
      this.#timer = undefined;
      return;
    }
    const changed = [...this.#incoming.values()];
    this.#incoming.clear();
    this.#apply(changed);
    this.#timer = setTimeout(() => this.#beat(), PACE_MS);
  }

  #apply(changed: readonly T[]): void {
    const newer = new Map(changed.map((row) => [row.id, row]));
    const renewed = (row: T): T => {
      const news = newer.get(row.id);
      newer.delete(row.id);
      return news !== undefined && news.revision > row.revision ? news : row;
    };
    const shown = this.rows.map(renewed);
    const waiting = this.waiting.map(renewed);
    const added = [...newer.values()];
    const { fits } = this.#rules;
    if (this.#frozen) {
      this.rows = shown;
      this.waiting = this.#sorted([...waiting, ...added].filter(fits));
    } else {
      this.rows = this.#sorted([...shown, ...waiting, ...added].filter(fits));
    }
  }

  #sorted(rows: readonly T[]): T[] {
    return [...rows].sort(this.#rules.order).slice(0, this.#rules.most);
  }
}
