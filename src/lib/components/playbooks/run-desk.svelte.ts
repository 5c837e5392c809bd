import { createContext } from 'svelte';
import { canSomewhere } from '$lib/domain/access/can';
import type { Actor } from '$lib/domain/access/roles';
import { scopeReaches } from '$lib/domain/access/scope';
import type { AlarmId, DriveId, GatewayId, IncidentId, PlaybookId, ZoneId } from '$lib/domain/ids';
import type { LiveConnection } from '$lib/live/connection.svelte';
import type { RunView } from '$lib/protocol/runs';

/** From where a run is to be started: what it is begun with is filled from there. */
export type StartFrom =
  | { kind: 'alarm'; id: AlarmId }
  | { kind: 'incident'; id: IncidentId }
  | { kind: 'gateway'; id: GatewayId }
  | { kind: 'drive'; id: DriveId }
  | { kind: 'playbook'; id: PlaybookId };

/** What every screen shares of runs: the window that starts one, what this person is asked, what is no real run. */
export class RunDesk {
  /** The window that is open; undefined when none is. */
  starting = $state.raw<StartFrom | undefined>(undefined);
  readonly #live: LiveConnection;
  readonly #actor: () => Actor;
  readonly #owned: () => readonly ZoneId[];

  /** @param owned zones whose process owner this person is, by the plant file */
  constructor(live: LiveConnection, actor: () => Actor, owned: () => readonly ZoneId[]) {
    this.#live = live;
    this.#actor = actor;
    this.#owned = owned;
  }

  /** Whether this person may start anything anywhere. */
  get mayStart(): boolean {
    return canSomewhere(this.#actor(), 'run.start');
  }

  /** Whether anything can be done from here at present: the server is heard. */
  get isOpen(): boolean {
    return this.#live.link === 'live' || this.#live.link === 'late';
  }

  /** The server's time, as far as it is known here. */
  now(): number {
    return this.#live.serverNow();
  }

  start(from: StartFrom): void {
    this.starting = from;
  }

  /** Open runs of which an approval is asked of this person, the longest waiting first. */
  readonly asked: readonly RunView[] = $derived.by(() =>
    [...this.#live.durable.runs.open.values()]
      .filter((run) => isAskedOf(this.#actor(), this.#owned(), run))
      .sort((a, b) => a.updatedAt - b.updatedAt),
  );

  /** Open drills and dry runs, the newest first. */
  readonly rehearsed: readonly RunView[] = $derived.by(() =>
    [...this.#live.durable.runs.open.values()]
      .filter(({ mode }) => mode !== 'run')
      .sort((a, b) => b.id - a.id),
  );

  /** Open runs that have to do with something, the newest first. */
  at(place: RunPlace): RunView[] {
    return [...this.#live.durable.runs.open.values()]
      .filter((run) => concerns(run, place))
      .sort((a, b) => b.id - a.id);
  }
}

type RunPlace = { incident: IncidentId } | { gateway: GatewayId } | { drive: DriveId; gateway: GatewayId };

/** A run that names no drive concerns all behind its gateway. */
function concerns(run: RunView, place: RunPlace): boolean {
  if ('incident' in place) return run.incident === place.incident;
  if ('drive' in place && run.drives.length > 0) return run.drives.includes(place.drive);
  return run.gateway === place.gateway;
}

/** Whether a run waits for an approval that this person could give; whoever asked for it never can. */
export function isAskedOf(
  actor: Actor,
  owned: readonly ZoneId[],
  { asks, requestedBy, zone, site }: Pick<RunView, 'asks' | 'requestedBy' | 'zone' | 'site'>,
): boolean {
  if (requestedBy === actor.id || zone === null || site === null) return false;
  return actor.grants.some(
    ({ role, scope }) =>
      asks.includes(role) &&
      scopeReaches(scope, zone, site) &&
      (role !== 'process-owner' || owned.includes(zone)),
  );
}

export const [getRunDesk, setRunDesk] = createContext<RunDesk>();
