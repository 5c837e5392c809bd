import type { PersonId, SiteId, ZoneId } from '../ids';

export const ROLES = ['operator', 'responder', 'manager', 'process-owner', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Where a role holds. A site covers its zones; the plant covers everything. */
export type Scope = { kind: 'plant' } | { kind: 'site'; site: SiteId } | { kind: 'zone'; zone: ZoneId };

export interface Grant {
  role: Role;
  scope: Scope;
}

/** How the actor proved who they are, for the audit entry. */
export type AuthMethod = 'password' | 'token' | 'local-shell' | 'system' | 'none';

/**
 * Whoever asks for something: a person in a session, somebody at the machine's own shell, a part of the
 * program, or a visitor who has not signed in.
 */
export interface Actor {
  kind: 'person' | 'cli' | 'system' | 'anonymous';
  id: PersonId | `cli:${string}` | `system:${string}` | 'anonymous';
  displayName: string;
  /** First characters of the session's public id; never the secret. */
  session: string | undefined;
  authMethod: AuthMethod;
  grants: readonly Grant[];
  /** When the password was last entered in this session; `undefined` for those who have none. */
  authenticatedAt: number | undefined;
  /**
   * True once the session's 12 hours are over: the screen stays live, nothing may be done until the
   * password is entered again (D7).
   */
  readOnly: boolean;
}

/** Somebody who has not signed in; may only sign in or set up. */
export const ANONYMOUS: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  displayName: 'Nobody signed in',
  session: undefined,
  authMethod: 'none',
  grants: [],
  authenticatedAt: undefined,
  readOnly: false,
};

/** A part of the program that acts on its own, such as the sweep of idle accounts. */
export function systemActor(part: string): Actor {
  return {
    ...ANONYMOUS,
    kind: 'system',
    id: `system:${part}`,
    displayName: `Zonewatch (${part})`,
    authMethod: 'system',
    grants: [{ role: 'administrator', scope: { kind: 'plant' } }],
  };
}

/** Whoever runs the command line on the server's own machine; acts as an administrator of the whole plant. */
export function cliActor(account: string): Actor {
  return {
    ...systemActor('cli'),
    kind: 'cli',
    id: `cli:${account}`,
    displayName: `${account} at the server's shell`,
    authMethod: 'local-shell',
  };
}

export const ROLE_LABELS = {
  operator: 'Operator',
  responder: 'Responder',
  manager: 'Manager',
  'process-owner': 'Process owner',
  administrator: 'Administrator',
} as const satisfies Record<Role, string>;
