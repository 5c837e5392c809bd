import type { RunState } from '../../src/lib/domain/playbooks/engine/state';
import { personId } from '../../src/lib/domain/ids';
import { runViewOf } from '../../src/lib/server/playbooks/present';
import type { Database } from '../../src/lib/server/storage/database';
import { appendRunEntries, insertRun, writeSteps } from '../../src/lib/server/storage/run-store';
import { RunWalk } from './run-walk';

/** A run that is over with none of its steps begun. */
export function cancelledRun(
  db: Database,
  playbook: ConstructorParameters<typeof RunWalk>[0],
  place: Pick<RunState['facts'], 'gateway' | 'zone' | 'site'>,
): Promise<number> {
  const walk = new RunWalk(playbook, [], place);
  const by = personId.parse('visitor');
  walk.take({ type: 'cancelled', reason: 'enough', by });
  return db.transaction(async (tx) => {
    const { state, steps } = walk;
    const id = await insertRun(tx, { state, view: runViewOf(state, new Map(steps)) });
    await writeSteps(
      tx,
      id,
      [...steps.values()].map((step) => ({ step, lease: null })),
    );
    const at = state.updatedAt;
    await appendRunEntries(
      tx,
      id,
      walk.lines.map((line, i) => ({ seq: i + 1, at, ...line })),
    );
    return id;
  });
}
