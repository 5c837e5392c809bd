import { count, eq } from 'drizzle-orm';
import type { Tx } from './database';
import { advisory } from './schema/advisory';

export type AdvisoryRow = typeof advisory.$inferSelect;

/** How many advisories are held, each by its newest revision; none means that nothing can be said of any asset. */
export const countAdvisories = async (tx: Tx): Promise<number> => {
  const [row] = await tx.orm.select({ n: count() }).from(advisory).where(eq(advisory.isNewest, true));
  return row?.n ?? 0;
};
