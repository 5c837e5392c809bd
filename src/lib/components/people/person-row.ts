import { ROLE_LABELS, type Grant, type Role } from '$lib/domain/access/roles';
import { scopeKey } from '$lib/domain/access/scope';

/** A person as the people page shows them; times in ms. */
export interface PersonRow {
  id: string;
  displayName: string;
  grants: readonly Grant[];
  createdAt: number;
  lastSeenAt: number | null;
  disabledAt: number | null;
  sessions: number;
  isSelf: boolean;
}

/** A place that a role can hold in: its key in forms, and its name. */
export interface ScopeChoice {
  key: string;
  label: string;
}

export const roleChoices: readonly { key: Role; label: string }[] = Object.entries(ROLE_LABELS).map(
  ([key, label]) => ({ key: key as Role, label }),
);

/** A grant in words: "Operator, Aarhus". A place that is no longer in the plant keeps its key. */
export function grantText(grant: Grant, scopes: readonly ScopeChoice[]): string {
  const key = scopeKey(grant.scope);
  return `${ROLE_LABELS[grant.role]}, ${scopes.find((scope) => scope.key === key)?.label ?? key}`;
}
