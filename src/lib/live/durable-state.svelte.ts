import { SvelteMap } from 'svelte/reactivity';
import type { GatewayId, ZoneId } from '$lib/domain/ids';
import type { ZoneLevels } from '$lib/protocol/posture';
import type { Durable, DurableEvent, DurableSnapshot, GatewayLink } from '$lib/protocol/down';
import { AlarmBoard } from './alarm-board.svelte';
import { EventState } from './event-state.svelte';
import { IncidentState } from './incident-state.svelte';
import { RunState } from './run-state.svelte';

export interface Presence {
  link: GatewayLink;
  since: number | undefined;
}
type LiveNotice = Omit<DurableEvent & { type: 'notice.raised' }, 'type'>;

/**
 * What the durable stream tells of, kept by applying each entry once and in order. An entry that does not
 * follow the last one is not applied: the connection then asks for what lies between.
 */
export class DurableState {
  /** Connection of each visible gateway, as its last change left it. */
  readonly presence = new SvelteMap<GatewayId, Presence>();
  /** Open notices by key, oldest first. */
  readonly notices = new SvelteMap<string, LiveNotice>();
  readonly incidents = new IncidentState();
  readonly runs = new RunState();
  readonly events = new EventState();
  readonly alarms = new AlarmBoard();
  /** Zones whose levels changed since this page is open, as they were told. */
  readonly posture = new SvelteMap<ZoneId, ZoneLevels>();
  /** Number of the last entry taken in; undefined before the first snapshot. */
  lastSeq = $state.raw<number | undefined>(undefined);

  /** @param awayFrom server time at which this page lost touch with the server, if it did */
  applySnapshot(snapshot: DurableSnapshot, awayFrom?: number): void {
    this.presence.clear();
    for (const { gateway, link, since } of snapshot.presence) {
      this.presence.set(gateway, { link, since: since ?? undefined });
    }
    this.notices.clear();
    for (const notice of snapshot.notices) this.notices.set(notice.key, notice);
    this.incidents.applySnapshot(snapshot.incidents);
    this.runs.applySnapshot(snapshot.runs);
    this.events.applySnapshot(snapshot.toReview);
    this.alarms.applySnapshot(snapshot.alarms, awayFrom);
    this.lastSeq = snapshot.head;
  }

  /**
   * False when something between was missed; what is known already changes nothing and is no gap. `isMissed`
   * while entries are told that this page should have had earlier.
   */
  apply(entry: Durable, isMissed = false): boolean {
    if (this.lastSeq === undefined) return false;
    if (entry.seq <= this.lastSeq) return true;
    if (entry.previous !== this.lastSeq) return false;
    this.lastSeq = entry.seq;
    this.#take(entry.event, entry.at, isMissed);
    return true;
  }

  /** Forgets everything: what this person may see has changed. */
  clear(): void {
    this.presence.clear();
    this.notices.clear();
    this.incidents.clear();
    this.runs.clear();
    this.events.clear();
    this.alarms.clear();
    this.posture.clear();
    this.lastSeq = undefined;
  }

  #take(event: DurableEvent, at: number, isMissed: boolean): void {
    switch (event.type) {
      case 'gateway.presence':
        this.presence.set(event.gateway, { link: event.link, since: event.since });
        return;
      case 'notice.raised': {
        const { key, severity, text, since } = event;
        this.notices.set(key, { key, severity, text, since });
        return;
      }
      case 'notice.cleared':
        this.notices.delete(event.key);
        return;
      case 'incident.changed':
        this.incidents.apply(event);
        return;
      case 'run.changed':
        this.runs.apply(event);
        return;
      case 'posture.changed':
        this.posture.set(event.levels.zone, event.levels);
        return;
      case 'events.changed':
        this.events.apply(event);
        return;
      case 'alarms.changed':
      case 'flood.changed':
      case 'canary.heard':
        this.alarms.apply(event, at, isMissed);
        return;
    }
  }
}
