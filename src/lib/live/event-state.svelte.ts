import { SvelteMap } from 'svelte/reactivity';
import type { DurableEvent, DurableSnapshot } from '$lib/protocol/down';
import type { SecurityEventView } from '$lib/protocol/security-events';
import { Listeners } from './listeners';

type EventsChanged = DurableEvent & { type: 'events.changed' };

/** Enough for what comes while a page is on its way to the screen. */
const RECENT = 400;

/** Security events as the durable stream tells of them: what waits for review, and every change as it comes. */
export class EventState {
  /** Whether the numbers below are known at all. */
  isKnown = $state.raw(false);
  readonly #toReview = new SvelteMap<string, number>();
  readonly #news = new Listeners<readonly SecurityEventView[] | 'anew'>();
  #recent: SecurityEventView[] = [];

  /** How many wait for review in all visible zones. */
  get toReview(): number {
    return [...this.#toReview.values()].reduce((sum, count) => sum + count, 0);
  }

  /** What changed lately, oldest first: a list that was read meanwhile takes it in first. */
  get recent(): readonly SecurityEventView[] {
    return this.#recent;
  }

  /** Calls `fn` with the events that changed, and with `anew` when changes may have been missed. Returns how to stop. */
  onNews(fn: (news: readonly SecurityEventView[] | 'anew') => void): () => void {
    return this.#news.add(fn);
  }

  applySnapshot(toReview: DurableSnapshot['toReview']): void {
    this.#toReview.clear();
    for (const { zone, count } of toReview) this.#toReview.set(zone ?? '', count);
    this.isKnown = true;
    this.#recent = [];
    this.#news.tell('anew');
  }

  apply({ events, toReview, zone }: EventsChanged): void {
    this.#toReview.set(zone ?? '', toReview);
    this.#recent = [...this.#recent, ...events].slice(-RECENT);
    this.#news.tell(events);
  }

  clear(): void {
    this.#toReview.clear();
    this.isKnown = false;
    this.#recent = [];
  }
}
