import { eq, inArray } from 'drizzle-orm';
import type { RunId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { runAssetLock } from './schema/run-asset-lock';

/**
 * Takes equipment for a run, all of it or none. Returns what another run holds, by asset; empty when it is taken.
 * Assets are taken in one order by everybody, so that two never wait for each other.
 */
export async function takeAssets(
  tx: Tx,
  run: RunId,
  assets: readonly string[],
  since: Instant,
): Promise<Map<string, RunId>> {
  const sorted = [...new Set(assets)].sort();
  if (sorted.length === 0) return new Map();
  const held = async () =>
    new Map(
      (await tx.orm.select().from(runAssetLock).where(inArray(runAssetLock.asset, sorted)))
        .filter((row) => row.run !== run)
        .map((row) => [row.asset, row.run]),
    );
  const before = await held();
  if (before.size > 0) return before;
  await tx.orm
    .insert(runAssetLock)
    .values(sorted.map((asset) => ({ asset, run, since })))
    .onConflictDoNothing();
  // Somebody may have been faster between the two; what this run got of it stays until the next try or its end.
  return held();
}

/** Lets go of everything that a run holds. */
export async function releaseAssets(tx: Tx, run: RunId): Promise<void> {
  await tx.orm.delete(runAssetLock).where(eq(runAssetLock.run, run));
}

/** Equipment that any run holds. */
export async function heldAssets(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.orm.select({ asset: runAssetLock.asset }).from(runAssetLock);
  return new Set(rows.map(({ asset }) => asset));
}
