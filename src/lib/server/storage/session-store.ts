import { and, desc, eq, inArray, lt, ne, type SQL } from 'drizzle-orm';
import type { PersonId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { session } from './schema/session';

type SessionRow = typeof session.$inferSelect;

/** A person's sessions, newest first. */
export const selectSessions = (tx: Tx, owner: PersonId): Promise<SessionRow[]> =>
  tx.orm.select().from(session).where(eq(session.userId, owner)).orderBy(desc(session.createdAt));

/** How many sessions each of these people has. */
export async function countSessions(tx: Tx, owners: readonly PersonId[]): Promise<Map<PersonId, number>> {
  const counts = new Map<PersonId, number>();
  if (owners.length === 0) return counts;
  const rows = await tx.orm
    .select({ owner: session.userId })
    .from(session)
    .where(inArray(session.userId, [...owners]));
  for (const { owner } of rows) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
}

/** Ends sessions of a person: those named, or all, except one that stays. Returns the ids that ended. */
export async function deleteSessions(
  tx: Tx,
  owner: PersonId,
  which: { only?: readonly string[] | undefined; except?: string | undefined } = {},
): Promise<string[]> {
  const rows = await tx.orm
    .delete(session)
    .where(
      and(
        eq(session.userId, owner),
        which.only === undefined ? undefined : inArray(session.id, [...which.only]),
        which.except === undefined ? undefined : ne(session.id, which.except),
      ),
    )
    .returning({ id: session.id });
  return rows.map((row) => row.id);
}

/** Forgets sessions that ended before `now`; returns whose they were. */
export async function deleteExpiredSessions(
  tx: Tx,
  now: Instant,
): Promise<{ id: string; owner: PersonId }[]> {
  return tx.orm.delete(session).where(endedBefore(now)).returning({ id: session.id, owner: session.userId });
}

export async function renewSession(
  tx: Tx,
  id: string,
  authenticatedAt: Instant,
  endsAt: Instant,
): Promise<boolean> {
  const rows = await tx.orm
    .update(session)
    .set({ authenticatedAt, lastSeenAt: authenticatedAt, expiresAt: new Date(endsAt) })
    .where(eq(session.id, id))
    .returning({ id: session.id });
  return rows.length > 0;
}

export async function touchSession(tx: Tx, id: string, at: Instant): Promise<void> {
  await tx.orm.update(session).set({ lastSeenAt: at }).where(eq(session.id, id));
}

const endedBefore = (now: Instant): SQL => lt(session.expiresAt, new Date(now));
