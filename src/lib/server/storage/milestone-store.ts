import { desc, eq, isNull } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { productMilestone } from './schema/product-milestone';

export type MilestoneRow = typeof productMilestone.$inferSelect;
export type NewMilestone = Omit<MilestoneRow, 'id' | 'withdrawnBy' | 'withdrawnAt' | 'withdrawnReason'>;

export async function insertMilestone(tx: Tx, given: NewMilestone): Promise<MilestoneRow> {
  const [row] = await tx.orm.insert(productMilestone).values(given).returning();
  if (row === undefined) throw new Error('the milestone got no number');
  return row;
}

/** Milestones that count, the newest first. */
export const readMilestones = (tx: Tx): Promise<MilestoneRow[]> =>
  tx.orm
    .select()
    .from(productMilestone)
    .where(isNull(productMilestone.withdrawnAt))
    .orderBy(desc(productMilestone.id));

/** Locked: who takes it back decides on what it is now. */
export async function lockMilestone(tx: Tx, id: number): Promise<MilestoneRow | undefined> {
  const [row] = await tx.orm.select().from(productMilestone).where(eq(productMilestone.id, id)).for('update');
  return row;
}

export const withdrawMilestone = (
  tx: Tx,
  id: number,
  end: { by: string; at: Instant; reason: string },
): Promise<unknown> =>
  tx.orm
    .update(productMilestone)
    .set({ withdrawnBy: end.by, withdrawnAt: end.at, withdrawnReason: end.reason })
    .where(eq(productMilestone.id, id));
