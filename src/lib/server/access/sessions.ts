import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle';
import { Lucia, TimeSpan, type DatabaseSession } from 'lucia';
import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../../domain/access/roles';
import { DomainError } from '../../domain/errors';
import type { PersonId } from '../../domain/ids';
import { HOUR_MS, MINUTE_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Database, Tx } from '../storage/database';
import { selectGrants, updatePerson } from '../storage/person-store';
import { person } from '../storage/schema/person';
import { session } from '../storage/schema/session';
import { renewSession as storeRenewal, touchSession } from '../storage/session-store';

/** How long after the password was last entered a session may act (D7). */
export const SESSION_MS = 12 * HOUR_MS;
/** How long it may still look after that: a control room must not go blank at the end of a shift. */
const LOOK_ON_MS = 12 * HOUR_MS;

export const SESSION_COOKIE = 'zonewatch_session';
const TOKEN_BYTES = 32;
const TOKEN_IN_COOKIE = new RegExp(`(?:^|;)\\s*${SESSION_COOKIE}=([A-Za-z0-9_-]{43})\\s*(?=;|$)`);
/** Being seen is written down this often, not at every request. */
const SEEN_EVERY_MS = MINUTE_MS;
const REMEMBERED = 5_000;

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaOver>;
    UserId: PersonId;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: { displayName: string; disabledAt: Instant | null };
  }
}

interface SessionAttributes {
  createdAt: Instant;
  authenticatedAt: Instant;
  lastSeenAt: Instant;
  address: string;
  userAgent: string;
}

/** A session that is valid now. */
export interface SessionInfo {
  actor: Actor;
  /** Stored id: a hash of the cookie's secret. */
  sessionId: string;
  /** From then on the session only looks, until the password is entered again. */
  expiresAt: Instant;
  /** From then on it is over. */
  endsAt: Instant;
}

/**
 * The library moves an ending ahead whenever half of it is used up. Ours moves only when the password is
 * entered: see `renewSession`. And its end counts from our clock.
 */
class FixedEndAdapter extends DrizzlePostgreSQLAdapter {
  override async updateSessionExpiration(): Promise<void> {}
  override setSession(row: DatabaseSession): Promise<void> {
    return super.setSession({ ...row, expiresAt: new Date(endOf(row.attributes.authenticatedAt)) });
  }
}

const endOf = (authenticatedAt: Instant): Instant => authenticatedAt + SESSION_MS + LOOK_ON_MS;

function luciaOver(tx: Tx) {
  return new Lucia(new FixedEndAdapter(tx.orm, session, person), {
    sessionExpiresIn: new TimeSpan(SESSION_MS + LOOK_ON_MS, 'ms'),
    sessionCookie: { name: SESSION_COOKIE, attributes: { sameSite: 'lax', path: '/' } },
    getSessionAttributes: (row: SessionAttributes) => row,
    getUserAttributes: (row: { displayName: string; disabledAt: Instant | null }) => ({
      displayName: row.displayName,
      disabledAt: row.disabledAt,
    }),
  });
}

const idOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What of a session's id is shown and logged. */
export const publicSession = (id: string): string => id.slice(0, 12);

export interface StartedSession {
  /** The secret for the cookie; stored nowhere. */
  token: string;
  sessionId: string;
  expiresAt: Instant;
}

/** Starts a session inside the caller's transaction. */
export async function startSession(
  tx: Tx,
  owner: PersonId,
  from: { address: string | undefined; userAgent: string | undefined },
  now: Instant,
): Promise<StartedSession> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const sessionId = idOf(token);
  const attributes: SessionAttributes = {
    createdAt: now,
    authenticatedAt: now,
    lastSeenAt: now,
    address: from.address ?? '',
    userAgent: (from.userAgent ?? '').replaceAll('\0', '').toWellFormed().slice(0, 200),
  };
  await luciaOver(tx).createSession(owner, attributes, { sessionId });
  return { token, sessionId, expiresAt: now + SESSION_MS };
}

/** The password was entered again: the session may act for another full time. Returns until when. */
export async function renewSession(tx: Tx, sessionId: string, now: Instant): Promise<Instant> {
  if (!(await storeRenewal(tx, sessionId, now, endOf(now)))) throw new DomainError('access.sign-in-needed');
  return now + SESSION_MS;
}

/** Life of the cookie; it may outlive the right to act, so that the password can be entered in place. */
export const COOKIE_MAX_AGE_S = (SESSION_MS + LOOK_ON_MS) / 1_000;

/** Tells who a request's cookie belongs to. */
export class Sessions {
  /** Sessions seen valid, for the time when the database cannot be asked; ending one needs the database too. */
  readonly #remembered = new Map<string, SessionInfo>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Logger,
    bus: Bus,
  ) {
    bus.on(this, 'session.ended', ({ sessions, person: owner }) => this.#forget(sessions, owner));
    bus.on(this, 'access.changed', ({ person: owner }) => this.#forget('all-of-person', owner));
  }

  /**
   * The session of a `Cookie` header, or `undefined` when there is none that is valid now. While the
   * database is away, sessions seen before go on looking.
   */
  async authenticate(cookieHeader: string | null | undefined): Promise<SessionInfo | undefined> {
    const token = TOKEN_IN_COOKIE.exec(cookieHeader ?? '')?.[1];
    if (token === undefined) return undefined;
    const id = idOf(token);
    try {
      const info = await this.database.read((tx) => this.#validate(tx, id));
      if (info === undefined) this.#remembered.delete(id);
      else this.#remember(info);
      return info;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'database.unavailable') throw error;
      const known = this.#remembered.get(id);
      if (known === undefined) throw error;
      return known.endsAt > this.clock.now() ? known : undefined;
    }
  }

  async #validate(tx: Tx, id: string): Promise<SessionInfo | undefined> {
    const { session: row, user } = await luciaOver(tx).validateSession(id);
    const now = this.clock.now();
    if (row === null || user.disabledAt !== null || endOf(row.authenticatedAt) <= now) return undefined;
    const expiresAt = row.authenticatedAt + SESSION_MS;
    const actor: Actor = {
      kind: 'person',
      id: user.id,
      displayName: user.displayName,
      session: publicSession(id),
      authMethod: 'password',
      grants: await selectGrants(tx, user.id),
      authenticatedAt: row.authenticatedAt,
      readOnly: expiresAt <= now,
    };
    if (now - row.lastSeenAt > SEEN_EVERY_MS) this.#seen(id, user.id, now);
    return { actor, sessionId: id, expiresAt, endsAt: endOf(row.authenticatedAt) };
  }

  #seen(id: string, owner: PersonId, now: Instant): void {
    const written = this.database.transaction(async (tx) => {
      await touchSession(tx, id, now);
      await updatePerson(tx, owner, { lastSeenAt: now });
    });
    written.catch((error: unknown) => this.log.debug({ err: error }, 'last use of a session not written'));
  }

  #remember(info: SessionInfo): void {
    this.#remembered.delete(info.sessionId);
    this.#remembered.set(info.sessionId, info);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
  }

  #forget(sessions: readonly string[] | 'all-of-person', owner: PersonId): void {
    for (const [id, info] of this.#remembered) {
      const meant = sessions === 'all-of-person' ? info.actor.id === owner : sessions.includes(id);
      if (meant) this.#remembered.delete(id);
    }
  }
}
