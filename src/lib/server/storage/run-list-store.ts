import { and, desc, eq, inArray, isNull, lt, or, type SQL } from 'drizzle-orm';
import type { Audience } from '../../domain/access/visibility';
import type { GatewayId, IncidentId, PlaybookId, RunId } from '../../domain/ids';
import type { RunMode } from '../../domain/playbooks/run';
import type { RunSnapshot, RunView } from '../../protocol/runs';
import type { Tx } from './database';
import { run } from './schema/run';

/** Whose runs somebody may see: those of these zones, of whole sites, and of what has no place. */
export type RunReach = Pick<Audience, 'zones' | 'sites' | 'everything'>;

export interface RunFilter {
  state: 'open' | 'over' | 'all';
  playbook?: PlaybookId | undefined;
  incident?: IncidentId | undefined;
  gateway?: GatewayId | undefined;
  mode?: RunMode | undefined;
  /** Only runs older than this number. */
  before?: RunId | undefined;
}

/** Most runs that a page is given when it connects. */
const IN_SNAPSHOT = 300;

/** Runs within reach, newest first. */
export async function selectRuns(
  tx: Tx,
  reach: RunReach,
  { state, playbook, incident, gateway, mode, before }: RunFilter,
  limit: number,
): Promise<RunView[]> {
  const conditions: (SQL | undefined)[] = [
    withinReach(reach),
    state === 'all' ? undefined : eq(run.isOpen, state === 'open'),
    playbook === undefined ? undefined : eq(run.playbook, playbook),
    incident === undefined ? undefined : eq(run.incident, incident),
    gateway === undefined ? undefined : eq(run.gateway, gateway),
    mode === undefined ? undefined : eq(run.mode, mode),
    before === undefined ? undefined : lt(run.id, before),
  ];
  const rows = await tx.orm
    .select({ id: run.id, view: run.view })
    .from(run)
    .where(and(...conditions))
    .orderBy(desc(run.id))
    .limit(limit);
  return rows.map(({ id, view }) => ({ ...view, id }));
}

/** Runs within reach that are not over. */
export const readRunSnapshot = async (tx: Tx, reach: RunReach): Promise<RunSnapshot> => ({
  open: await selectRuns(tx, reach, { state: 'open' }, IN_SNAPSHOT),
});

function withinReach({ zones, sites, everything }: RunReach): SQL | undefined {
  return or(
    inArray(run.zone, [...zones]),
    and(isNull(run.zone), inArray(run.site, [...sites])),
    everything ? and(isNull(run.zone), isNull(run.site)) : undefined,
  );
}
