import type { AlarmId, DriveId, GatewayId, PositionId, SiteId, ZoneId } from '$lib/domain/ids';
import type { AlarmCounts, AlarmSnapshot, AlarmView, FloodView } from '$lib/protocol/alarms';
import type { DurableEvent } from '$lib/protocol/down';
import { byUrgency, isNewCall, isUnanswered } from './alarm-order';
import { totalOf, zoneKey, type AlarmTotals } from './alarm-totals';
import { CanaryWatch } from './canary-watch.svelte';
import { Listeners } from './listeners';

type AlarmEvent = DurableEvent & { type: 'alarms.changed' | 'flood.changed' | 'canary.heard' };

/** What somebody should hear of: alarms that call for an answer, or whose source fell silent. */
export interface AlarmNews {
  calls: readonly AlarmView[];
  unknown: readonly AlarmView[];
  /** They came while this page was away, and are told together. */
  isMissed: boolean;
}

/** Open alarms that are kept while no list is on the screen, and while one is. */
const MOST_KEPT = 1_000;
export const MOST_LISTED = 10_000;
/** Closed occurrences that are remembered, so that an older answer does not bring them back. */
const MOST_CLOSED = 2_000;
/** An alarm that this page did not know calls only when it is new; others were let go before. */
const NEW_MS = 30_000;

/**
 * The browser's picture of the open alarms. Counts are exact for everything visible; alarms themselves are the
 * first of the snapshot, what changed since, and the pages that a list has fetched. A view never replaces one
 * of a higher revision.
 */
export class AlarmBoard {
  readonly canary = new CanaryWatch();
  /** False until the first snapshot: before that nothing is known, which is not the same as no alarms. */
  isLoaded = $state.raw(false);
  /** Rises when everything was replaced by a snapshot: what pages had brought is gone. */
  generation = $state.raw(0);
  /** Alarms that called while this page was away, newest first; until somebody has seen them. */
  missed = $state.raw<readonly AlarmId[]>([]);

  #version = $state.raw(0);
  readonly #alarms = new Map<AlarmId, AlarmView>();
  readonly #closed = new Map<AlarmId, AlarmView>();
  readonly #counts = new Map<string, AlarmCounts>();
  readonly #floods = new Map<PositionId, FloodView>();
  readonly #news = new Listeners<AlarmNews>();
  #lists = 0;

  readonly totals: AlarmTotals = $derived.by(() => {
    void this.#version;
    return totalOf(this.#counts.values());
  });
  /** The worst alarm that waits for an answer, of those known here; of equals the newest. */
  readonly worst: AlarmView | undefined = $derived.by(() => {
    void this.#version;
    let worst: AlarmView | undefined;
    for (const alarm of this.#alarms.values()) {
      if (isUnanswered(alarm) && (worst === undefined || byUrgency(alarm, worst) < 0)) worst = alarm;
    }
    return worst;
  });
  readonly floods: readonly FloodView[] = $derived.by(() => {
    void this.#version;
    return [...this.#floods.values()].filter(({ isFlood }) => isFlood);
  });

  /** Rises with every change; reading it is how a list knows that it has to be made anew. */
  get version(): number {
    return this.#version;
  }

  /** Whether more wait for an answer than are known here. */
  get isShort(): boolean {
    const waiting = this.totals.unacknowledged.some((count) => count > 0);
    return waiting && this.worst === undefined;
  }

  /** Known open alarms, in no order. Read `version` first where it must be reactive. */
  all(): IterableIterator<AlarmView> {
    return this.#alarms.values();
  }

  get(id: AlarmId): AlarmView | undefined {
    void this.#version;
    return this.#alarms.get(id);
  }

  /** What was last known of an alarm, also when it is over. */
  last(id: AlarmId): AlarmView | undefined {
    void this.#version;
    return this.#alarms.get(id) ?? this.#closed.get(id);
  }

  /** Known open alarms of a drive, of a gateway itself and everything behind it, or of a zone, most urgent first. */
  at(place: { drive: DriveId } | { gateway: GatewayId } | { zone: ZoneId }): AlarmView[] {
    void this.#version;
    const isThere =
      'drive' in place
        ? (alarm: AlarmView) => alarm.drive === place.drive
        : 'gateway' in place
          ? (alarm: AlarmView) => alarm.gateway === place.gateway
          : (alarm: AlarmView) => alarm.zone === place.zone;
    return [...this.#alarms.values()].filter(isThere).sort(byUrgency);
  }

  /** Exact counts of one site. */
  totalsOf(site: SiteId): AlarmTotals {
    void this.#version;
    return totalOf([...this.#counts.values()].filter((counts) => counts.site === site));
  }

  /** Exact counts of one zone. */
  totalsIn(zone: ZoneId): AlarmTotals {
    void this.#version;
    return totalOf([...this.#counts.values()].filter((counts) => counts.zone === zone));
  }

  /** Calls `fn` with everything that should be heard. Returns how to stop. */
  onNews(fn: (news: AlarmNews) => void): () => void {
    return this.#news.add(fn);
  }

  /** A list is on the screen: more is kept until the returned function is called. */
  listed(): () => void {
    this.#lists += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.#lists -= 1;
      isOver = true;
      this.#trim();
    };
  }

  /** What came while this page was away has been seen. */
  sawMissed(): void {
    this.missed = [];
  }

  /** @param awayFrom server time at which this page lost touch; undefined when it never had any */
  applySnapshot(snapshot: AlarmSnapshot, awayFrom: number | undefined): void {
    const before = new Map(this.#alarms);
    const isFirst = !this.isLoaded;
    this.#alarms.clear();
    this.#closed.clear();
    for (const alarm of snapshot.first) {
      const known = before.get(alarm.id);
      this.#alarms.set(alarm.id, known !== undefined && known.revision > alarm.revision ? known : alarm);
    }
    this.#counts.clear();
    for (const counts of snapshot.counts) this.#counts.set(zoneKey(counts), counts);
    this.#floods.clear();
    for (const flood of snapshot.floods) this.#floods.set(flood.position, flood);
    if (snapshot.canary !== null) this.canary.known(snapshot.canary);
    this.isLoaded = true;
    this.generation += 1;
    this.#version += 1;
    if (isFirst || awayFrom === undefined) return;
    const calls = snapshot.first.filter(
      (alarm) =>
        isNewCall(before.get(alarm.id), alarm) && (before.has(alarm.id) || alarm.raisedAt > awayFrom),
    );
    this.#tell(calls, [], true);
  }

  /** Takes in news of the durable stream; `isMissed` while this page catches up with what it did not hear. */
  apply(event: AlarmEvent, at: number, isMissed: boolean): void {
    switch (event.type) {
      case 'alarms.changed': {
        this.#counts.set(zoneKey(event.counts), event.counts);
        const calls: AlarmView[] = [];
        const unknown: AlarmView[] = [];
        for (const alarm of event.alarms) {
          const before = this.#alarms.get(alarm.id);
          if (!this.#take(alarm)) continue;
          const isNews = before !== undefined || at - alarm.raisedAt < NEW_MS || isMissed;
          if (isNews && isNewCall(before, alarm)) calls.push(alarm);
          if (before?.unknownSince === null && alarm.unknownSince !== null && alarm.isAnnunciated) {
            unknown.push(alarm);
          }
        }
        this.#trim();
        this.#version += 1;
        this.#tell(calls, unknown, isMissed);
        return;
      }
      case 'flood.changed':
        this.#floods.set(event.flood.position, event.flood);
        this.#version += 1;
        return;
      case 'canary.heard':
        this.canary.heard(event);
        return;
    }
  }

  /** Takes in alarms that were asked for: a page of a list, the answer to an act. */
  take(alarms: readonly AlarmView[]): void {
    for (const alarm of alarms) this.#take(alarm);
    this.#trim();
    this.#version += 1;
  }

  /** Forgets everything: what this person may see has changed. */
  clear(): void {
    this.#alarms.clear();
    this.#closed.clear();
    this.#counts.clear();
    this.#floods.clear();
    this.canary.clear();
    this.missed = [];
    this.isLoaded = false;
    this.#version += 1;
  }

  /** True when it was news. */
  #take(alarm: AlarmView): boolean {
    const known = this.#alarms.get(alarm.id) ?? this.#closed.get(alarm.id);
    if (known !== undefined && known.revision >= alarm.revision) return false;
    if (alarm.closedAt === null) {
      this.#alarms.set(alarm.id, alarm);
      return true;
    }
    this.#alarms.delete(alarm.id);
    this.#closed.set(alarm.id, alarm);
    if (this.#closed.size > MOST_CLOSED) {
      const oldest = this.#closed.keys().next();
      if (!oldest.done) this.#closed.delete(oldest.value);
    }
    return true;
  }

  #tell(calls: readonly AlarmView[], unknown: readonly AlarmView[], isMissed: boolean): void {
    if (isMissed && calls.length > 0) {
      const ids = new Set([...calls.map(({ id }) => id), ...this.missed]);
      this.missed = [...ids].slice(0, MOST_KEPT);
    }
    if (calls.length + unknown.length > 0) this.#news.tell({ calls, unknown, isMissed });
  }

  /** Lets go of the least urgent beyond what is kept. */
  #trim(): void {
    const most = this.#lists > 0 ? MOST_LISTED : MOST_KEPT;
    // A tenth more, so that a flood does not sort everything with each message.
    if (this.#alarms.size <= most * 1.1) return;
    const rest = [...this.#alarms.values()].sort(byUrgency).slice(most);
    for (const { id } of rest) this.#alarms.delete(id);
  }
}
