import type { AlarmId, DriveId, GatewayId, PersonId, SecurityEventId } from '$lib/domain/ids';
import type { IncidentNews } from '$lib/live/incident-state.svelte';
import type { AlarmView } from '$lib/protocol/alarms';
import type { IncidentEntry, IncidentView } from '$lib/protocol/incidents';
import type { SecurityEventView } from '$lib/protocol/security-events';
import type { Names } from './incident-words';

/** One incident with its whole history and what is linked to it, as the API gives it. */
export interface IncidentDetail {
  incident: IncidentView;
  entries: readonly IncidentEntry[];
  links: {
    alarms: readonly AlarmView[];
    events: readonly SecurityEventView[];
    drives: readonly DriveId[];
    gateways: readonly GatewayId[];
  };
  /** Everybody named in its history, and who may be given it. */
  people: readonly Colleague[];
  /** What webhooks were told, newest first. */
  deliveries: readonly Delivery[];
}

/** Somebody who has to do with an incident, or could have. */
export interface Colleague {
  person: PersonId;
  name: string;
  mayHandle: boolean;
  isProcessOwner: boolean;
}

/** A message about the incident to a webhook. */
export interface Delivery {
  target: string;
  /** Step of the escalation it tells of; 0 is the opening. */
  step: number;
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'withdrawn';
  attempts: number;
  createdAt: number;
  doneAt: number | null;
  /** HTTP status of the last answer. */
  status: number | null;
  error: string | null;
}

/**
 * The incident that is open on a page: what was asked for, kept up by news. History is never guessed: where
 * entries are missing, or something was linked that the page does not hold, it is asked for again.
 */
export class IncidentFile {
  incident = $state.raw<IncidentView>() as IncidentView;
  entries = $state.raw<readonly IncidentEntry[]>([]);
  drives = $state.raw<readonly DriveId[]>([]);
  gateways = $state.raw<readonly GatewayId[]>([]);
  people = $state.raw<readonly Colleague[]>([]);
  deliveries = $state.raw<readonly Delivery[]>([]);
  /** Names by sign-in name, of everybody whom the file knows. */
  readonly names: Names = $derived(Object.fromEntries(this.people.map(({ person, name }) => [person, name])));
  #alarms = $state.raw<ReadonlyMap<AlarmId, AlarmView>>(new Map());
  #events = $state.raw<ReadonlyMap<SecurityEventId, SecurityEventView>>(new Map());
  readonly #again: () => void;

  /** @param again asks for the whole file once more */
  constructor(detail: IncidentDetail, again: () => void) {
    this.incident = detail.incident;
    this.entries = detail.entries;
    this.drives = detail.links.drives;
    this.gateways = detail.links.gateways;
    this.people = detail.people;
    this.deliveries = detail.deliveries;
    this.#again = again;
    this.#alarms = byId(detail.links.alarms, new Map());
    this.#events = byId(detail.links.events, new Map());
  }

  get alarms(): readonly AlarmView[] {
    return [...this.#alarms.values()];
  }

  get events(): readonly SecurityEventView[] {
    return [...this.#events.values()];
  }

  /** A newer answer; what news brought meanwhile stays where it is newer still. */
  load(detail: IncidentDetail): void {
    if (detail.incident.revision >= this.incident.revision) this.incident = detail.incident;
    if (detail.entries.length >= this.entries.length) this.entries = detail.entries;
    this.drives = detail.links.drives;
    this.gateways = detail.links.gateways;
    this.people = detail.people;
    this.deliveries = detail.deliveries;
    this.#alarms = byId(detail.links.alarms, this.#alarms);
    this.#events = byId(detail.links.events, this.#events);
  }

  /** News of this incident: of the stream, or the answer to an act, which has no entries. */
  take({ incident, entries }: IncidentNews): void {
    if (incident.id !== this.incident.id) return;
    if (incident.revision > this.incident.revision) this.incident = incident;
    const last = this.entries.at(-1)?.number ?? 0;
    const added = entries.filter(({ number }) => number > last);
    const hasGap = added.length > 0 && added[0]?.number !== last + 1;
    if (!hasGap) this.entries = [...this.entries, ...added];
    if (hasGap || added.some((entry) => this.#isUnknown(entry))) this.#again();
  }

  /** Whether the stream has told of more than this file holds. */
  isBehind(known: IncidentView | undefined): boolean {
    return known !== undefined && known.entries > (this.entries.at(-1)?.number ?? 0);
  }

  takeEvents(changed: readonly SecurityEventView[]): void {
    const mine = changed.filter(({ id }) => this.#events.has(id));
    if (mine.length > 0) this.#events = byId(mine, this.#events);
  }

  takeAlarm(alarm: AlarmView | undefined): void {
    const known = alarm && this.#alarms.get(alarm.id);
    if (alarm !== undefined && known !== undefined && alarm.revision > known.revision) {
      this.#alarms = byId([alarm], this.#alarms);
    }
  }

  /** Whether an entry speaks of what the file does not hold: somebody's name, something linked, a message sent. */
  #isUnknown({ what, by }: IncidentEntry): boolean {
    if (by !== null && !(by in this.names)) return true;
    if (what.kind === 'escalated' || what.kind === 'delivered') return true;
    if (what.kind !== 'linked') return false;
    return what.links.some(
      (link) =>
        (link.kind === 'alarm' && !this.#alarms.has(link.id)) ||
        (link.kind === 'event' && !this.#events.has(link.id)) ||
        (link.kind === 'drive' && !this.drives.includes(link.id)) ||
        (link.kind === 'gateway' && !this.gateways.includes(link.id)),
    );
  }
}

/** `known` with the newer of each. */
function byId<Id, T extends { id: Id; revision: number }>(
  changed: readonly T[],
  known: ReadonlyMap<Id, T>,
): ReadonlyMap<Id, T> {
  const all = new Map(known);
  for (const one of changed) {
    const before = all.get(one.id);
    if (before === undefined || before.revision <= one.revision) all.set(one.id, one);
  }
  return all;
}
