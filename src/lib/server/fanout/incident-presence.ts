import { personId, type IncidentId } from '../../domain/ids';
import { canSeeIncident } from '../../domain/incidents/subject';
import type { IncidentPresence as Presence } from '../../protocol/incidents';
import type { Ack } from '../../protocol/up';
import type { Database } from '../storage/database';
import { selectIncident } from '../storage/incident-store';
import type { Client } from './client';
import { problem } from './inbound';

/**
 * Who looks at which incident now, told to those who look. Nothing of it is kept: whoever is disconnected does
 * not look, and a page that connects again says so again.
 */
export class IncidentPresence {
  readonly #lookers = new Map<IncidentId, Set<Client>>();
  readonly #at = new Map<Client, IncidentId>();
  /** Number of each client's newest request, so that a slower answer to an older one comes to nothing. */
  readonly #requests = new WeakMap<Client, number>();

  constructor(private readonly db: Database) {}

  async lookAt(client: Client, incident: IncidentId | null): Promise<Ack> {
    const request = (this.#requests.get(client) ?? 0) + 1;
    this.#requests.set(client, request);
    if (incident === null) {
      this.#leave(client);
      return { ok: true };
    }
    const row = await this.db.read((tx) => selectIncident(tx, incident));
    const isNewest = this.#requests.get(client) === request && client.socket.connected;
    if (!isNewest) return { ok: true };
    this.#leave(client);
    if (row === undefined || !canSeeIncident(client.viewer.audience, row.status)) return problem('not-found');
    const lookers = this.#lookers.get(incident) ?? new Set();
    this.#lookers.set(incident, lookers.add(client));
    this.#at.set(client, incident);
    this.#tell(incident);
    return { ok: true };
  }

  /** Of a client that is gone, or may now see something else. */
  forget(client: Client): void {
    this.#requests.set(client, (this.#requests.get(client) ?? 0) + 1);
    this.#leave(client);
  }

  #leave(client: Client): void {
    const incident = this.#at.get(client);
    if (incident === undefined) return;
    this.#at.delete(client);
    const lookers = this.#lookers.get(incident);
    lookers?.delete(client);
    if (lookers?.size === 0) this.#lookers.delete(incident);
    this.#tell(incident);
  }

  #tell(incident: IncidentId): void {
    const lookers = this.#lookers.get(incident) ?? new Set<Client>();
    const message: Presence = { incident, people: peopleAmong(lookers) };
    for (const { socket } of lookers) socket.emit('presence', message);
  }
}

/** Each person once, however many pages they have open, by name. */
function peopleAmong(clients: ReadonlySet<Client>): Presence['people'] {
  const people = new Map<string, Presence['people'][number]>();
  for (const { session } of clients) {
    const person = personId.safeParse(session.actor.id);
    if (person.success) {
      people.set(person.data, { person: person.data, name: session.actor.displayName });
    }
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}
