import type { Actor } from '../../domain/access/roles';
import { audienceOf } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import type { RunId } from '../../domain/ids';
import { canSeeIncident } from '../../domain/incidents/subject';
import type { Plant } from '../../domain/plant/model';
import type { RunEntry, RunStepView, RunView } from '../../protocol/runs';
import type { Database } from '../storage/database';
import { selectRuns, type RunFilter } from '../storage/run-list-store';
import { selectRun, selectRunEntries, type RunRows } from '../storage/run-store';
import { executionStatus, type ExecutionStatus } from './execution-status';
import { runViewOf, stepViewOf } from './present';

/** A run with everything that is recorded of it. */
export interface RunFile {
  run: RunView;
  steps: RunStepView[];
  entries: RunEntry[];
  /** Variables of the run's own playbook as they stand. */
  variables: { name: string; type: string; value: string | null; constant: boolean }[];
}

/** Runs that the actor may see, newest first; `next` is where the following page begins. */
export async function listRuns(
  db: Database,
  actor: Actor,
  plant: Plant,
  filter: RunFilter,
  limit: number,
): Promise<{ items: RunView[]; next: RunId | undefined }> {
  const reach = audienceOf(actor, plant);
  const rows = await db.read((tx) => selectRuns(tx, reach, filter, limit + 1));
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
}

/** A run as it stands; throws `not-found`. */
export async function readRunFile(db: Database, id: RunId, actor: Actor, plant: Plant): Promise<RunFile> {
  const { rows, entries } = await seen(db, id, actor, plant);
  const { state, steps } = rows;
  return {
    run: { ...runViewOf(state, steps), id },
    steps: [...steps.values()].map((step) => stepViewOf(state, step)),
    entries,
    variables: Object.entries(state.frames[0]?.values ?? {}).map(([name, { type, value, isConstant }]) => ({
      name,
      type,
      value,
      constant: isConstant,
    })),
  };
}

/** A run as CACAO's execution status; throws `not-found`. */
export async function readExecutionStatus(
  db: Database,
  id: RunId,
  actor: Actor,
  plant: Plant,
): Promise<ExecutionStatus[]> {
  const { rows, entries } = await seen(db, id, actor, plant);
  return executionStatus(rows, entries);
}

async function seen(
  db: Database,
  id: RunId,
  actor: Actor,
  plant: Plant,
): Promise<{ rows: RunRows; entries: RunEntry[] }> {
  // Of one moment, so that steps and history tell the same.
  return db.transaction(async (tx) => {
    await tx.client.query('set transaction isolation level repeatable read, read only');
    const rows = await selectRun(tx, id);
    if (rows === undefined || !canSeeIncident(audienceOf(actor, plant), rows.state.facts)) {
      throw new DomainError('not-found', 'There is no such run, or you may not see it.');
    }
    return { rows, entries: await selectRunEntries(tx, id) };
  });
}
