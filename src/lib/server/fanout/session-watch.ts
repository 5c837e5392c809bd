import type { Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Logger } from '../log';
import type { Database } from '../storage/database';
import { readSessionRoles } from '../storage/live-session-store';
import type { Client } from './client';

/**
 * Closes connections whose session ended or whose person may now see something else: at once when this
 * process did it, by asking the database again and again when another one did.
 */
export class SessionWatch {
  /** Roles behind each session when it was first asked for. */
  readonly #roles = new Map<string, string>();
  #isAsking = false;

  constructor(
    private readonly db: Database,
    private readonly bus: Bus,
    private readonly log: Logger,
    private readonly clients: () => Iterable<Client>,
  ) {}

  listen(): void {
    this.bus.on(this, 'session.ended', ({ sessions, person }) => {
      for (const client of this.clients()) {
        const { session } = client;
        const isMeant =
          sessions === 'all-of-person' ? session.actor.id === person : sessions.includes(session.sessionId);
        if (isMeant) client.end('session-ended');
      }
    });
    this.bus.on(this, 'access.changed', ({ person }) => {
      for (const client of this.clients()) {
        if (client.session.actor.id === person) client.end('access-changed');
      }
    });
  }

  ignore(): void {
    this.bus.off(this);
  }

  /** Run it twice a second. A database that is away ends no session. */
  async check(now: Instant): Promise<void> {
    const clients = [...this.clients()];
    for (const client of clients) if (client.session.endsAt <= now) client.end('session-ended');
    const ids = new Set(clients.map((client) => client.session.sessionId));
    for (const id of this.#roles.keys()) if (!ids.has(id)) this.#roles.delete(id);
    if (ids.size === 0 || this.#isAsking) return;
    this.#isAsking = true;
    try {
      const roles = await this.db.read((tx) => readSessionRoles(tx, [...ids]));
      for (const client of clients) this.#judge(client, roles.get(client.session.sessionId));
    } catch (error) {
      this.log.debug({ err: error }, 'sessions of live connections not checked');
    } finally {
      this.#isAsking = false;
    }
  }

  #judge(client: Client, roles: string | undefined): void {
    if (roles === undefined) return client.end('session-ended');
    const { sessionId } = client.session;
    const before = this.#roles.get(sessionId);
    this.#roles.set(sessionId, roles);
    if (before !== undefined && before !== roles) client.end('access-changed');
  }
}
