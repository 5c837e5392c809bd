import type { Database, Tx } from '../../storage/database';
import type { StepOutcome } from '../executor';

/**
 * Works in a transaction. What goes wrong inside of it is undone, and has failed. What goes wrong after its last line
 * is its commit, whose answer may be all that was lost: then it is looked up, and unknown where that cannot be done.
 */
export async function inDoubt(
  database: Pick<Database, 'transaction'>,
  work: (tx: Tx) => Promise<StepOutcome>,
  lookUp: (done: StepOutcome) => Promise<StepOutcome | undefined>,
): Promise<StepOutcome> {
  let done: StepOutcome | undefined;
  try {
    return await database.transaction(async (tx) => (done = await work(tx)));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (done === undefined || done.kind !== 'succeeded') return { kind: 'failed', text: words };
    const found = await lookUp(done).catch(() => undefined);
    return found ?? { kind: 'unknown', text: `Whether it was written down is not known: ${words}` };
  }
}
