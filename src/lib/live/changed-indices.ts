import type { Draw, DrawLoop } from './draw-loop';
import { Listeners } from './listeners';

export type ChangeListener = (changed: readonly number[]) => void;

/** Collects which rows changed and tells the listeners once per drawing, each row once. */
export class ChangedIndices {
  readonly #listeners = new Listeners<readonly number[]>();
  readonly #changed = new Set<number>();

  constructor(private readonly loop: DrawLoop) {}

  add(index: number): void {
    this.#changed.add(index);
    this.loop.request(this.#tell);
  }

  /** Forgets what changed: the rows are others now. */
  clear(): void {
    this.#changed.clear();
  }

  /** Returns the way to stop listening. */
  listen(fn: ChangeListener): () => void {
    return this.#listeners.add(fn);
  }

  readonly #tell: Draw = () => {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (changed.length > 0) this.#listeners.tell(changed);
  };
}
