import { and, asc, desc, eq, gte, lt, lte } from 'drizzle-orm';
import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { posturePoint } from './schema/posture-point';

export type PosturePointRow = typeof posturePoint.$inferSelect;

export async function insertPosturePoints(tx: Tx, points: readonly PosturePointRow[]): Promise<void> {
  if (points.length > 0)
    await tx.orm
      .insert(posturePoint)
      .values([...points])
      .onConflictDoNothing();
}

/** The newest point of every zone. */
export const readNewestPoints = (tx: Tx): Promise<PosturePointRow[]> =>
  tx.orm
    .selectDistinctOn([posturePoint.zone])
    .from(posturePoint)
    .orderBy(posturePoint.zone, desc(posturePoint.at));

/** Points of a zone between two moments, and the one that held at the first; in order, at most `limit`. */
export async function readPoints(
  tx: Tx,
  zone: ZoneId,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<PosturePointRow[]> {
  const before = await tx.orm
    .select()
    .from(posturePoint)
    .where(and(eq(posturePoint.zone, zone), lt(posturePoint.at, from)))
    .orderBy(desc(posturePoint.at))
    .limit(1);
  const within = await tx.orm
    .select()
    .from(posturePoint)
    .where(and(eq(posturePoint.zone, zone), gte(posturePoint.at, from), lte(posturePoint.at, to)))
    .orderBy(asc(posturePoint.at))
    .limit(limit);
  return [...before, ...within];
}
