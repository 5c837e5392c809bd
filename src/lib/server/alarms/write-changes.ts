import type { Bus } from '../bus';
import type { CountChange } from '../storage/alarm-count-store';
import { writeAlarms } from '../storage/alarm-store';
import type { Tx } from '../storage/database';
import type { AlarmChanges } from './changes';

/** What was written: occurrences that look otherwise now, and those of them that were begun. */
export interface Written {
  changed: readonly number[];
  raised: readonly number[];
  /** What is to be added to the numbers of zones, by `tellAlarms`: late, because everybody changes those. */
  counts: readonly CountChange[];
}

/** Writes what changed. What sounded is told to the rest of the server after the commit. */
export async function writeChanges(tx: Tx, bus: Bus, changes: AlarmChanges): Promise<Written> {
  const writes = changes.writes();
  const { occurrences, causes } = changes.changed();
  await writeAlarms(tx, writes, causes);
  const { annunciations } = writes;
  if (annunciations.length > 0) {
    tx.afterCommit(() => bus.emit('alarms.annunciated', { sounds: annunciations }));
  }
  return { changed: [...occurrences, ...causes], raised: changes.raised(), counts: changes.counts() };
}
