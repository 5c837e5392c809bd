import { SvelteMap } from 'svelte/reactivity';
import type { z } from 'zod';
import type { RunId } from '$lib/domain/ids';
import type { runChanged, RunSnapshot, RunView } from '$lib/protocol/runs';
import { Listeners } from './listeners';

/** A run that changed, with the steps that changed and the lines that were added to its history. */
export type RunNews = Omit<z.infer<typeof runChanged>, 'type'>;

/** Runs that are not over, as the durable stream tells of them. */
export class RunState {
  readonly open = new SvelteMap<RunId, RunView>();
  /** Whether a snapshot came: before that nobody knows that there are none. */
  isLoaded = $state.raw(false);
  readonly #news = new Listeners<RunNews | 'anew'>();

  /** Calls `fn` with every change, and with `anew` when changes may have been missed. Returns how to stop. */
  onNews(fn: (news: RunNews | 'anew') => void): () => void {
    return this.#news.add(fn);
  }

  applySnapshot({ open }: RunSnapshot): void {
    this.open.clear();
    for (const run of open) this.open.set(run.id, run);
    this.isLoaded = true;
    this.#news.tell('anew');
  }

  apply(news: RunNews): void {
    const { run } = news;
    if (run.endedAt !== null) this.open.delete(run.id);
    else this.open.set(run.id, run);
    this.#news.tell(news);
  }

  clear(): void {
    this.open.clear();
    this.isLoaded = false;
  }
}
