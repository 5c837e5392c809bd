import type { Bus } from '../bus';
import { addCounts } from '../storage/alarm-count-store';
import { touchOccurrences, writeAlarms } from '../storage/alarm-store';
import type { Tx } from '../storage/database';
import type { AlarmChanges } from './changes';

/** What was written: occurrences that look otherwise now, and those of them that were begun. */
export interface Written {
  changed: readonly number[];
  raised: readonly number[];
}

/** Writes what changed, and counts it. What sounded is told to the rest of the server after the commit. */
export async function writeChanges(tx: Tx, bus: Bus, changes: AlarmChanges): Promise<Written> {
  const writes = changes.writes();
  const { occurrences, causes } = changes.changed();
  await writeAlarms(tx, writes);
  await touchOccurrences(tx, causes);
  await addCounts(tx, changes.counts());
  const { annunciations } = writes;
  if (annunciations.length > 0) {
    tx.afterCommit(() => bus.emit('alarms.annunciated', { sounds: annunciations }));
  }
  return { changed: [...occurrences, ...causes], raised: changes.raised() };
}
