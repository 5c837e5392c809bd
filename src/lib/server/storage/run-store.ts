import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { RunId } from '../../domain/ids';
import type { RunState, StepState } from '../../domain/playbooks/engine/state';
import type { Instant } from '../../domain/time';
import type { RunEntry, RunView } from '../../protocol/runs';
import type { Tx } from './database';
import { selectApprovals } from './run-approval-store';
import { run } from './schema/run';
import { runEntry } from './schema/run-entry';
import { runStep } from './schema/run-step';

/** A run with all of its steps, by number. */
export interface RunRows {
  id: RunId;
  state: RunState;
  steps: Map<number, StepState>;
}

type View = Omit<RunView, 'id'>;

/** Makes the row of a run; its steps and entries follow in the same transaction. */
export async function insertRun(tx: Tx, row: { state: RunState; view: View }): Promise<RunId> {
  const [made] = await tx.orm.insert(run).values(row).returning({ id: run.id });
  if (made === undefined) throw new Error('a run got no number');
  return made.id;
}

/** A run and its steps, the run's row locked until the transaction ends; undefined when there is none. */
export const lockRun = (tx: Tx, id: RunId): Promise<RunRows | undefined> => read(tx, id, 'for update');

export const selectRun = (tx: Tx, id: RunId): Promise<RunRows | undefined> => read(tx, id, '');

async function read(tx: Tx, id: RunId, lock: '' | 'for update'): Promise<RunRows | undefined> {
  const { rows } = await tx.client.query<{ state: RunState; asked: boolean }>(
    `select state, exists (select from run_approval where run = $1) as asked from run where id = $1 ${lock}`,
    [id],
  );
  const [row] = rows;
  return row && { id, state: row.state, steps: await selectSteps(tx, id, row.asked) };
}

/** @param asked whether any step of it ever asked for consent */
async function selectSteps(tx: Tx, id: RunId, asked: boolean): Promise<Map<number, StepState>> {
  const { rows } = await tx.client.query<{ number: number; state: StepState }>(
    'select number, state from run_step where run = $1 order by number',
    [id],
  );
  const approvals = asked ? await selectApprovals(tx, id) : new Map<number, StepState['approval']>();
  return new Map(
    rows.map(({ number, state }) => [number, { ...state, approval: approvals.get(number) ?? null }]),
  );
}

export async function updateRun(
  tx: Tx,
  id: RunId,
  { state, view }: { state: RunState; view: View },
): Promise<void> {
  await tx.orm.update(run).set({ state, view }).where(eq(run.id, id));
}

/** Who executes a step now, and until when that counts. */
export interface Lease {
  worker: string;
  until: Instant;
}

/** A step to be written; without `lease` whoever executes it goes on doing so. */
export interface WrittenStep {
  step: StepState;
  lease?: Lease | null;
}

// A lease of 0 stands for the one that is there.
const UPSERT_STEPS = `
  insert into run_step (run, number, state, worker, lease_ms)
  select $1::bigint, (given -> 'state' ->> 'number')::integer, given -> 'state',
    given ->> 'worker', nullif((given ->> 'until')::bigint, -1)
  from jsonb_array_elements($2::jsonb) as given
  on conflict (run, number) do update set
    state = excluded.state,
    worker = case when excluded.lease_ms = 0 then run_step.worker else excluded.worker end,
    lease_ms = case when excluded.lease_ms = 0 then run_step.lease_ms else excluded.lease_ms end`;

/** Writes steps that are new or changed, and who executes them. */
export async function writeSteps(tx: Tx, id: RunId, steps: readonly WrittenStep[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ step: { approval: _, ...state }, lease }) => ({
    state,
    worker: lease?.worker ?? null,
    until: lease === undefined ? 0 : (lease?.until ?? -1),
  }));
  await tx.client.query(UPSERT_STEPS, [id, JSON.stringify(rows)]);
}

const INSERT_ENTRIES = `
  insert into run_entry (run, number, at, by_person, kind, run_step, text)
  select $1::bigint, seq, to_timestamp(at / 1000.0), by_person, kind, run_step, text
  from jsonb_to_recordset($2::jsonb)
    as given (seq integer, at bigint, by_person text, kind text, run_step integer, text text)
  order by seq`;

/** Adds lines to a run's history. */
export async function appendRunEntries(tx: Tx, id: RunId, entries: readonly RunEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ by, runStep: step, ...rest }) => ({ ...rest, by_person: by, run_step: step }));
  await tx.client.query(INSERT_ENTRIES, [id, JSON.stringify(rows)]);
}

/** The history of a run after that line, in its order. */
export async function selectRunEntries(tx: Tx, id: RunId, after = 0): Promise<RunEntry[]> {
  const rows = await tx.orm
    .select()
    .from(runEntry)
    .where(and(eq(runEntry.run, id), gt(runEntry.number, after)))
    .orderBy(asc(runEntry.number));
  return rows.map(({ run: _, number, ...entry }) => ({ seq: number, ...entry }));
}

/** Says that a worker lives: its leases hold until then. */
export async function renewLeases(tx: Tx, worker: string, until: Instant): Promise<void> {
  await tx.orm
    .update(runStep)
    .set({ leaseMs: until })
    .where(and(eq(runStep.worker, worker), sql`${runStep.leaseMs} is not null`));
}
