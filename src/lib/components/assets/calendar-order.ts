import type { LifecycleRow, MilestoneView } from '$lib/protocol/assets';

/** The next end that lies ahead of a product; undefined when none does. */
export const nextEnd = (
  { milestones }: Pick<LifecycleRow, 'milestones'>,
  now: number,
): MilestoneView | undefined =>
  milestones.find(({ kind, until }) => kind !== 'general-availability' && until !== null && until >= now);

/** The newest end that has come; one without a date has come too, and is told last. */
export const lastEnd = (
  { milestones }: Pick<LifecycleRow, 'milestones'>,
  now: number,
): MilestoneView | undefined =>
  milestones.findLast(({ kind, until }) => kind !== 'general-availability' && until !== null && until < now);

export interface Calendar {
  /** Something ended, and something is here that it ended for: the most assets first. */
  ended: readonly LifecycleRow[];
  /** What ends next, first. */
  ahead: readonly LifecycleRow[];
  /** Nothing is published and nothing entered. */
  unknown: readonly LifecycleRow[];
}

/** Divides products by what has ended, what ends and what nobody knows. */
export function calendarOf(rows: readonly LifecycleRow[], now: number): Calendar {
  const ended = rows.filter(({ state }) => state === 'end-of-life' || state === 'security-ended');
  const unknown = rows.filter(({ milestones }) => milestones.length === 0);
  const ahead = rows.filter((row) => !ended.includes(row) && !unknown.includes(row));
  const until = (row: LifecycleRow): number => nextEnd(row, now)?.until ?? Infinity;
  const byAssets = (a: LifecycleRow, b: LifecycleRow): number =>
    b.assets - a.assets || a.product.localeCompare(b.product);
  return {
    ended: [...ended].sort(byAssets),
    ahead: [...ahead].sort((a, b) => until(a) - until(b) || byAssets(a, b)),
    unknown: [...unknown].sort(byAssets),
  };
}
