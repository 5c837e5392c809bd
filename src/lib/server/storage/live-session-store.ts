import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from './database';
import { person } from './schema/person';
import { roleGrant } from './schema/role-grant';
import { session } from './schema/session';

/**
 * Which of those sessions still exist and belong to somebody who may sign in, each with the roles behind it
 * as one text: equal texts are equal roles. What another process revokes shows here.
 */
export async function readSessionRoles(
  tx: Tx,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.orm
    .select({ id: session.id, role: roleGrant.role, kind: roleGrant.scopeKind, scope: roleGrant.scopeId })
    .from(session)
    .innerJoin(person, eq(person.id, session.userId))
    .leftJoin(roleGrant, eq(roleGrant.person, session.userId))
    .where(and(inArray(session.id, [...sessions]), isNull(person.disabledAt)));
  const roles = new Map<string, string[]>();
  for (const { id, role, kind, scope } of rows) {
    roles.set(id, [...(roles.get(id) ?? []), role === null ? '' : `${role}@${kind}:${scope}`]);
  }
  return new Map([...roles].map(([id, list]) => [id, list.sort().join(' ')]));
}
