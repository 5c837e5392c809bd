import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { IncidentId } from '../../domain/ids';
import { linkedKey, type Known, type PendingSignal } from '../../domain/incidents/correlate';
import type { IncidentSignal } from '../../domain/incidents/signal';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { incident } from './schema/incident';
import { incidentPending } from './schema/incident-pending';

/** A rule's group, as a signal falls into it. */
export interface GroupName {
  rule: string;
  group: string;
}

interface Going {
  id: IncidentId;
  rule: string;
  group_key: string;
  last_ms: number | null;
}

/** Open incidents of groups, and those into which one of such a group was merged: what it was about goes on there. */
const GOING = `
  select i.id, i.rule, i.group_key, i.last_signal_ms as last_ms
  from incident i where i.is_open and i.rule = any($1::text[]) and i.group_key = any($2::text[])
  union all
  select t.id, i.rule, i.group_key, greatest(i.last_signal_ms, t.last_signal_ms)
  from incident i
  join incident_entry e on e.incident = i.id and e.what ->> 'kind' = 'moved' and e.what ->> 'to' = 'merged'
  join incident t on t.id = (e.what ->> 'of')::bigint and t.is_open
  where i.status ->> 'phase' = 'merged' and i.rule = any($1::text[]) and i.group_key = any($2::text[])
  order by id`;

const LINKED = `
  select i.rule, l.kind, l.ref from incident_link l join incident i on i.id = l.incident
  where (l.kind, l.ref) in (select * from unnest($1::text[], $2::text[])) and i.rule is not null`;

/** What is known of these groups, and which of the signals incidents have already. Locks the open incidents. */
export async function readKnown(
  tx: Tx,
  groups: readonly GroupName[],
  signals: readonly IncidentSignal[],
): Promise<Known> {
  const rules = [...new Set(groups.map(({ rule }) => rule))];
  const keys = [...new Set(groups.map(({ group }) => group))];
  const { rows: going } = await tx.client.query<Going>(GOING, [rules, keys]);
  const ids = [...new Set(going.map(({ id }) => id))];
  const locked = await tx.orm
    .select({ id: incident.id, status: incident.status })
    .from(incident)
    .where(inArray(incident.id, ids))
    .orderBy(incident.id)
    .for('update');
  const statusOf = new Map(locked.map(({ id, status }) => [id, status]));
  const pending = await tx.orm
    .select()
    .from(incidentPending)
    .where(and(inArray(incidentPending.rule, rules), inArray(incidentPending.group, keys)));
  const { rows } = await tx.client.query<{ rule: string; kind: string; ref: string }>(LINKED, [
    signals.map(({ kind }) => kind),
    signals.map(({ id }) => String(id)),
  ]);
  const inIncidents = new Set(rows.map(({ rule, kind, ref }) => `${rule} ${kind}:${ref}`));
  return {
    open: going.flatMap(({ id, rule, group_key: group, last_ms: lastMs }) => {
      const status = statusOf.get(id);
      if (status?.closedAt !== null) return [];
      const { severity, title, openedAt, alarms } = status;
      return [{ id, rule, group, severity, title, openedAt, alarms, lastSignalAt: lastMs ?? openedAt }];
    }),
    pending: pending.map(({ rule, group, signal }) => ({ rule, group, signal })),
    linked: inIncidents,
  };
}

const INSERT_PENDING = `
  insert into incident_pending (rule, group_key, kind, ref, at_ms, signal)
  select rule, group_key, kind, ref, at_ms, signal::jsonb
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
    as given (rule, group_key, kind, ref, at_ms, signal)
  on conflict do nothing`;

const DELETE_PENDING = `
  delete from incident_pending where (rule, group_key, kind, ref) in
    (select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]))`;

/** Makes `after` all that waits, of what waited `before`. */
export async function replacePending(
  tx: Tx,
  before: readonly PendingSignal[],
  after: readonly PendingSignal[],
): Promise<void> {
  const kept = new Set(after.map(pendingKey));
  const known = new Set(before.map(pendingKey));
  const gone = before.filter((one) => !kept.has(pendingKey(one)));
  const added = after.filter((one) => !known.has(pendingKey(one)));
  if (gone.length > 0) await tx.client.query(DELETE_PENDING, names(gone));
  if (added.length === 0) return;
  await tx.client.query(INSERT_PENDING, [
    ...names(added),
    added.map(({ signal }) => signal.at),
    added.map(({ signal }) => JSON.stringify(signal)),
  ]);
}

const names = (pending: readonly PendingSignal[]) => [
  pending.map(({ rule }) => rule),
  pending.map(({ group }) => group),
  pending.map(({ signal }) => signal.kind),
  pending.map(({ signal }) => signal.id),
];

const pendingKey = ({ rule, group, signal }: PendingSignal): string => `${group} ${linkedKey(rule, signal)}`;

/** Forgets what waited longer than any rule looks back. */
export async function forgetPending(tx: Tx, before: Instant): Promise<void> {
  await tx.orm.delete(incidentPending).where(lt(incidentPending.atMs, before));
}

/** When the newest signal of an incident came; never earlier than was known. */
export async function noteSignal(tx: Tx, id: IncidentId, at: Instant): Promise<void> {
  await tx.orm
    .update(incident)
    .set({ lastSignalMs: sql`greatest(${incident.lastSignalMs}, ${at})` })
    .where(and(eq(incident.id, id), or(isNull(incident.lastSignalMs), lt(incident.lastSignalMs, at))));
}
