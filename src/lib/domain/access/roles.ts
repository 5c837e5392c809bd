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
export type AuthMethod = 'password' | 'token' | 'local-shell' | 'system';

/** Whoever asks for something: a person in a session, an operator at the machine's shell, or a part of the program. */
export interface Actor {
  kind: 'person' | 'cli' | 'system';
  id: PersonId | `cli:${string}` | `system:${string}`;
  displayName: string;
  /** First characters of the session's public id; never the secret. */
  session: string | undefined;
  authMethod: AuthMethod;
  grants: readonly Grant[];
  /** When the password was last entered in this session; `undefined` for those who have none. */
  authenticatedAt: number | undefined;
}
