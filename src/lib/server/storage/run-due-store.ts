import type { RunId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

const AT_ONCE = 100;

// A run that is held begins nothing: its delays and its work wait with it. The longest overdue come first.
const READY = `
  select s.run from run_step s join run r on r.id = s.run
  where s.status = 'ready' and (s.due_ms is null or s.due_ms <= $1) and not r.is_held
  group by s.run order by min(s.due_ms) nulls first limit ${AT_ONCE}`;
const DUE = `
  select s.run from run_step s join run r on r.id = s.run
  where s.due_ms <= $1 and not (r.is_held and s.status in ('ready', 'delayed'))
  group by s.run order by min(s.due_ms) limit ${AT_ONCE}`;
const LOST = `
  select run, number from run_step where lease_ms < $1 and status = 'running' limit ${AT_ONCE}`;
const NEXT = `
  select least(
    (select min(s.due_ms) from run_step s join run r on r.id = s.run
      where s.due_ms is not null and not (r.is_held and s.status in ('ready', 'delayed'))),
    (select min(lease_ms) from run_step where lease_ms is not null and worker <> $2))`;
const ALL = `
  select
    (select coalesce(jsonb_agg(jsonb_build_object('run', run, 'number', number)), '[]') from (${LOST}) as of_lost)
      as lost,
    array(${DUE}) as due,
    array(${READY}) as ready,
    (${NEXT}) as next`;
const UNKNOWN = `
  select run, number from run_step where status = 'unknown' order by run, number limit ${AT_ONCE}`;

/** A step of a run, by its number. */
export interface StepRef {
  run: RunId;
  number: number;
}

/** What there is to do now, and when there is next. */
export interface DueWork {
  /** Steps whose worker gave no sign of life. */
  lost: StepRef[];
  /** Runs of which a delay, a consent or a time is over. */
  due: RunId[];
  /** Runs with a step that can be executed. */
  ready: RunId[];
  /** When something is due next, or another worker counts as gone; undefined when nothing is. */
  next: Instant | undefined;
}

/** @param worker who asks: its own leases are no news to it */
export async function selectDue(tx: Tx, now: Instant, worker: string): Promise<DueWork> {
  const { rows } = await tx.client.query<{
    lost: StepRef[];
    due: (string | number)[];
    ready: (string | number)[];
    next: number | null;
  }>(ALL, [now, worker]);
  const { lost = [], due = [], ready = [], next } = rows[0] ?? {};
  return {
    lost,
    due: due.map((run) => Number(run) as RunId),
    ready: ready.map((run) => Number(run) as RunId),
    next: next ?? undefined,
  };
}

/** Steps whose outcome nobody knows. */
export const stepsUnknown = async (tx: Tx): Promise<StepRef[]> =>
  (await tx.client.query<StepRef>(UNKNOWN)).rows;
