/** Who wants to be told. Outside the reactive system: telling is a call, not a change of state. */
export class Listeners<T> {
  readonly #all = new Set<(news: T) => void>();

  /** Returns the way to stop listening. */
  add(fn: (news: T) => void): () => void {
    this.#all.add(fn);
    return () => void this.#all.delete(fn);
  }

  tell(news: T): void {
    for (const fn of this.#all) fn(news);
  }
}
