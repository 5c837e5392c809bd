import type { RunId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

const AT_ONCE = 100;

// A run that is held begins nothing: its delays and its work wait with it.
const READY = `
  select distinct s.run from run_step s join run r on r.id = s.run
  where s.status = 'ready' and (s.due_ms is null or s.due_ms <= $1) and not r.is_held
  limit ${AT_ONCE}`;
const DUE = `
  select distinct s.run from run_step s join run r on r.id = s.run
  where s.due_ms <= $1 and not (r.is_held and s.status in ('ready', 'delayed'))
  limit ${AT_ONCE}`;
const LOST = `
  select run, number from run_step where lease_ms < $1 and status = 'running' limit ${AT_ONCE}`;
const NEXT = `
  select least(
    (select min(s.due_ms) from run_step s join run r on r.id = s.run
      where s.due_ms is not null and not (r.is_held and s.status in ('ready', 'delayed'))),
    (select min(lease_ms) from run_step where lease_ms is not null and worker <> $1)) as due`;
const UNKNOWN = `
  select run, number from run_step where status = 'unknown' order by run, number limit ${AT_ONCE}`;

/** A step of a run, by its number. */
export interface StepRef {
  run: RunId;
  number: number;
}

/** Runs with a step that can be executed now. */
export const runsWithWork = (tx: Tx, now: Instant): Promise<RunId[]> => runs(tx, READY, now);

/** Runs of which a delay, a consent or a time is over. */
export const runsDue = (tx: Tx, now: Instant): Promise<RunId[]> => runs(tx, DUE, now);

async function runs(tx: Tx, query: string, now: Instant): Promise<RunId[]> {
  const { rows } = await tx.client.query<{ run: RunId }>(query, [now]);
  return rows.map(({ run }) => run);
}

/** Steps whose worker gave no sign of life. */
export const stepsLost = async (tx: Tx, now: Instant): Promise<StepRef[]> =>
  (await tx.client.query<StepRef>(LOST, [now])).rows;

/** Steps whose outcome nobody knows. */
export const stepsUnknown = async (tx: Tx): Promise<StepRef[]> =>
  (await tx.client.query<StepRef>(UNKNOWN)).rows;

/** When something is due next, or another worker counts as gone; undefined when nothing is. */
export async function nextRunDue(tx: Tx, worker: string): Promise<Instant | undefined> {
  const { rows } = await tx.client.query<{ due: number | null }>(NEXT, [worker]);
  return rows[0]?.due ?? undefined;
}
