import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Grant, Role, Scope } from '../../domain/access/roles';
import type { PersonId, SiteId, ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { person } from './schema/person';
import { roleGrant } from './schema/role-grant';

export type PersonRow = typeof person.$inferSelect;
export type PersonWithGrants = PersonRow & { grants: Grant[] };

/** Any number that nothing else locks. */
const PEOPLE_LOCK = 7_041_002;

/** Lets one transaction at a time change accounts, so that the last administrator cannot slip away between two. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.client.query('select pg_advisory_xact_lock($1)', [PEOPLE_LOCK]);
}

export async function selectPerson(tx: Tx, id: PersonId): Promise<PersonWithGrants | undefined> {
  const [row] = await tx.orm.select().from(person).where(eq(person.id, id));
  return row === undefined ? undefined : { ...row, grants: await selectGrants(tx, id) };
}

/** Everybody, by name. */
export async function selectPeople(tx: Tx): Promise<PersonWithGrants[]> {
  const people = await tx.orm.select().from(person).orderBy(asc(person.id));
  const grants = await tx.orm.select().from(roleGrant).orderBy(asc(roleGrant.role), asc(roleGrant.scopeId));
  return people.map((row) => ({
    ...row,
    grants: grants.filter((grant) => grant.person === row.id).map((grant) => grantOf(grant)),
  }));
}

export async function selectGrants(tx: Tx, id: PersonId): Promise<Grant[]> {
  const rows = await tx.orm
    .select()
    .from(roleGrant)
    .where(eq(roleGrant.person, id))
    .orderBy(asc(roleGrant.role), asc(roleGrant.scopeId));
  return rows.map((row) => grantOf(row));
}

export async function insertPerson(
  tx: Tx,
  row: Pick<PersonRow, 'id' | 'displayName' | 'passwordHash' | 'createdAt'>,
): Promise<boolean> {
  const rows = await tx.orm
    .insert(person)
    .values({ ...row, passwordChangedAt: row.createdAt })
    .onConflictDoNothing()
    .returning({ id: person.id });
  return rows.length > 0;
}

export async function updatePerson(
  tx: Tx,
  id: PersonId,
  set: Partial<
    Pick<PersonRow, 'passwordHash' | 'passwordChangedAt' | 'disabledAt' | 'lastSeenAt' | 'displayName'>
  >,
): Promise<void> {
  await tx.orm.update(person).set(set).where(eq(person.id, id));
}

/** Makes `grants` all that the person has. */
export async function replaceGrants(
  tx: Tx,
  id: PersonId,
  grants: readonly Grant[],
  by: string,
  at: Instant,
): Promise<void> {
  await tx.orm.delete(roleGrant).where(eq(roleGrant.person, id));
  if (grants.length === 0) return;
  await tx.orm
    .insert(roleGrant)
    .values(grants.map((grant) => ({ ...rowOf(grant), person: id, grantedAt: at, grantedBy: by })))
    .onConflictDoNothing();
}

/** People who may sign in and are administrators of the whole plant. */
export async function selectAdministrators(tx: Tx): Promise<PersonId[]> {
  const rows = await tx.orm
    .select({ id: person.id })
    .from(person)
    .innerJoin(roleGrant, eq(roleGrant.person, person.id))
    .where(
      and(isNull(person.disabledAt), eq(roleGrant.role, 'administrator'), eq(roleGrant.scopeKind, 'plant')),
    );
  return rows.map((row) => row.id);
}

/** Enabled people who were last seen, or made, before `before`. */
export async function selectIdlePeople(tx: Tx, before: Instant): Promise<PersonId[]> {
  const seen = sql`coalesce(${person.lastSeenAt}, ${person.createdAt})`;
  const rows = await tx.orm
    .select({ id: person.id })
    .from(person)
    .where(and(isNull(person.disabledAt), lt(seen, sql`${new Date(before).toISOString()}::timestamptz`)))
    .orderBy(asc(person.id));
  return rows.map((row) => row.id);
}

type GrantRow = Pick<typeof roleGrant.$inferSelect, 'role' | 'scopeKind' | 'scopeId'>;

const grantOf = (row: GrantRow): Grant => ({ role: row.role satisfies Role, scope: scopeOf(row) });

// Ids were checked when they were written; the column cannot say which of the two brands it holds.
function scopeOf({ scopeKind, scopeId }: GrantRow): Scope {
  switch (scopeKind) {
    case 'plant':
      return { kind: 'plant' };
    case 'site':
      return { kind: 'site', site: scopeId as SiteId };
    case 'zone':
      return { kind: 'zone', zone: scopeId as ZoneId };
  }
}

function rowOf({ role, scope }: Grant): GrantRow {
  const scopeId = scope.kind === 'site' ? scope.site : scope.kind === 'zone' ? scope.zone : '';
  return { role, scopeKind: scope.kind, scopeId };
}
