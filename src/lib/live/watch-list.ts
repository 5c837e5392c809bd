import type { View } from '$lib/protocol/views';
import { viewKey } from '$lib/protocol/view-key';
import type { Board } from './board.svelte';

/** A view that nobody shows any more is kept this long: pages change, and the next often shows it again. */
export const GRACE_MS = 5_000;

interface Entry {
  board: Board;
  holders: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Which views are on screen, each once however many show it. */
export class WatchList {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly make: (view: View) => Board,
    private readonly changed: () => void,
  ) {}

  /** The view's board, made when there is none yet; does not by itself keep it. */
  board(view: View): Board {
    const key = viewKey(view);
    const known = this.#entries.get(key);
    if (known !== undefined) return known.board;
    const entry: Entry = { board: this.make(view), holders: 0, timer: undefined };
    this.#entries.set(key, entry);
    return entry.board;
  }

  hold(view: View): Board {
    const board = this.board(view);
    const entry = this.#entries.get(viewKey(view));
    if (entry === undefined) return board;
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.holders += 1;
    if (entry.holders === 1) this.changed();
    return board;
  }

  release(view: View): void {
    const key = viewKey(view);
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.holders === 0) return;
    entry.holders -= 1;
    if (entry.holders > 0) return;
    entry.timer = setTimeout(() => {
      this.#entries.delete(key);
      this.changed();
    }, GRACE_MS);
  }

  /** Views to be sent, those in their grace included. */
  views(): View[] {
    return this.#watched().map((entry) => entry.board.view);
  }

  boards(): Board[] {
    return this.#watched().map((entry) => entry.board);
  }

  find(key: string): Board | undefined {
    return this.#entries.get(key)?.board;
  }

  clear(): void {
    for (const entry of this.#entries.values()) clearTimeout(entry.timer);
    this.#entries.clear();
  }

  #watched(): Entry[] {
    return [...this.#entries.values()].filter((entry) => entry.holders > 0 || entry.timer !== undefined);
  }
}
