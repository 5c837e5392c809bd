import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { notice } from './schema/notice';

export type NoticeRow = typeof notice.$inferSelect;
export type NewNotice = Pick<NoticeRow, 'key' | 'severity' | 'text' | 'audience'> &
  Partial<Pick<NoticeRow, 'zone' | 'site'>>;

/** Opens a notice, or leaves an open one with the same words alone. Tells whether anything changed. */
export async function openNotice(tx: Tx, given: NewNotice, at: Instant): Promise<boolean> {
  const rows = await tx.orm
    .insert(notice)
    .values({ ...given, since: at })
    .onConflictDoUpdate({
      target: notice.key,
      set: {
        ...given,
        since: sql`case when ${notice.clearedAt} is null then ${notice.since} else excluded.since end`,
        clearedAt: null,
      },
      setWhere: sql`${notice.clearedAt} is not null or ${notice.text} <> excluded.text or ${notice.severity} <> excluded.severity`,
    })
    .returning({ key: notice.key });
  return rows.length > 0;
}

/** Closes an open notice. Tells whether there was one. */
export async function closeNotice(tx: Tx, key: string, at: Instant): Promise<boolean> {
  const rows = await tx.orm
    .update(notice)
    .set({ clearedAt: at })
    .where(and(eq(notice.key, key), isNull(notice.clearedAt)))
    .returning({ key: notice.key });
  return rows.length > 0;
}

/** All open notices, oldest first. */
export const openNotices = (tx: Tx): Promise<NoticeRow[]> =>
  tx.orm.select().from(notice).where(isNull(notice.clearedAt)).orderBy(notice.since);
