import { SvelteMap } from 'svelte/reactivity';
import type { IncidentId } from '$lib/domain/ids';
import type { IncidentEntry, IncidentSnapshot, IncidentView } from '$lib/protocol/incidents';
import { Listeners } from './listeners';

/** An incident that changed, with the lines that were added to its history. */
export interface IncidentNews {
  incident: IncidentView;
  entries: readonly IncidentEntry[];
}

/** Open incidents as the durable stream tells of them: at most the snapshot's two hundred, and what changed since. */
export class IncidentState {
  readonly open = new SvelteMap<IncidentId, IncidentView>();
  /** How many are open, also those beyond the snapshot; undefined before the first one. */
  total = $state.raw<number | undefined>(undefined);
  readonly #news = new Listeners<IncidentNews | 'anew'>();
  /** Whether there are open incidents that the snapshot did not hold. */
  #isCut = false;

  /** Calls `fn` with every change, and with `anew` when changes may have been missed. Returns how to stop. */
  onNews(fn: (news: IncidentNews | 'anew') => void): () => void {
    return this.#news.add(fn);
  }

  applySnapshot({ open, total }: IncidentSnapshot): void {
    this.open.clear();
    for (const incident of open) this.open.set(incident.id, incident);
    this.total = total;
    this.#isCut = total > open.length;
    this.#news.tell('anew');
  }

  apply(news: IncidentNews): void {
    this.total = (this.total ?? 0) + this.#difference(news);
    const { incident } = news;
    if (incident.closedAt === null) this.open.set(incident.id, incident);
    else this.open.delete(incident.id);
    this.#news.tell(news);
  }

  clear(): void {
    this.open.clear();
    this.total = undefined;
    this.#isCut = false;
  }

  /** By how many the change makes more or fewer open. Of one that the snapshot did not hold, its entries tell. */
  #difference({ incident, entries }: IncidentNews): number {
    const isOpen = incident.closedAt === null;
    if (this.open.has(incident.id)) return isOpen ? 0 : -1;
    const isNew = entries.some(({ what }) => what.kind === 'opened');
    if (isOpen) return isNew || !this.#isCut ? 1 : 0;
    const closedNow = entries.some(({ what, at }) => what.kind === 'moved' && at === incident.closedAt);
    return this.#isCut && closedNow && !isNew ? -1 : 0;
  }
}
