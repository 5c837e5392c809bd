import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { NO_ATTEMPTS, type Attempts } from '../../domain/access/attempts';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { signInAttempt } from './schema/sign-in-attempt';

export interface AttemptKey {
  kind: 'pair' | 'address';
  subject: string;
}

/** Reads a count and locks it until the transaction ends, so that attempts made at once count one by one. */
export async function lockAttempts(tx: Tx, key: AttemptKey): Promise<Attempts> {
  await tx.orm
    .insert(signInAttempt)
    .values({ ...key, failures: 0, lastFailureAt: NO_ATTEMPTS.lastFailureAt })
    .onConflictDoNothing();
  const [row] = await tx.orm.select().from(signInAttempt).where(is(key)).for('update');
  if (row === undefined) return NO_ATTEMPTS;
  return {
    failures: row.failures,
    lastFailureAt: row.lastFailureAt,
    lastSuccessAt: row.lastSuccessAt ?? undefined,
    blockedUntil: row.blockedUntil ?? undefined,
  };
}

export async function saveAttempts(tx: Tx, key: AttemptKey, attempts: Attempts): Promise<void> {
  await tx.orm
    .update(signInAttempt)
    .set({
      failures: attempts.failures,
      lastFailureAt: attempts.lastFailureAt,
      lastSuccessAt: attempts.lastSuccessAt ?? null,
      blockedUntil: attempts.blockedUntil ?? null,
    })
    .where(is(key));
}

/** Forgets what neither slows anybody down nor makes a pair known any more. */
export async function deleteOldAttempts(tx: Tx, before: Instant): Promise<void> {
  await tx.orm
    .delete(signInAttempt)
    .where(
      and(
        lt(signInAttempt.lastFailureAt, before),
        or(isNull(signInAttempt.lastSuccessAt), lt(signInAttempt.lastSuccessAt, before)),
      ),
    );
}

const is = (key: AttemptKey) => and(eq(signInAttempt.kind, key.kind), eq(signInAttempt.subject, key.subject));
