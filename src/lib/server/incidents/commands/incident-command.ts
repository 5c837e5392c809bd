import { z } from 'zod';
import type { Action } from '../../../domain/access/actions';
import type { Actor } from '../../../domain/access/roles';
import { audienceOf } from '../../../domain/access/visibility';
import { changeFacts } from '../../../domain/audit/changes';
import type { AuditFact } from '../../../domain/audit/entry';
import { DomainError } from '../../../domain/errors';
import { incidentId, personId, type IncidentId, type PersonId } from '../../../domain/ids';
import { incidentLabel } from '../../../domain/incidents/label';
import { canSeeIncident, incidentSubject } from '../../../domain/incidents/subject';
import type { IncidentView } from '../../../protocol/incidents';
import { defineCommand, type Command, type CommandAudit, type CommandContext } from '../../access/command';
import type { Tx } from '../../storage/database';
import { lockIncident, type IncidentRow } from '../../storage/incident-store';
import { announce, changedOf, record, type Draft } from '../history';

/** What of an incident's state an entry tells before and after. */
const TOLD = ['phase', 'severity', 'verdict', 'assignee', 'processOwner'] as const;

/** Which incident it is done to. */
export const which = z.object({ id: incidentId });

interface Given<In extends { id: IncidentId }> {
  name: string;
  action: Action;
  schema: z.ZodType<In>;
  /** What is added to the incident's history; nothing when nothing changes. May refuse. */
  drafts(tx: Tx, row: IncidentRow, input: In, context: CommandContext): Promise<Draft[]> | Draft[];
  /** The actor's words and further facts, for the audit entry. */
  said(input: In): { reason?: string | undefined; facts?: Readonly<Record<string, AuditFact>> | undefined };
}

/** Makes a command that changes one incident: its row is locked, its history grows, everybody hears of it. */
export function defineIncidentCommand<In extends { id: IncidentId }>(
  given: Given<In>,
): Command<In, IncidentView, undefined> {
  const { name, action, schema, drafts, said } = given;
  return defineCommand({
    name,
    action,
    schema,
    async subject(tx, input, context) {
      return incidentSubject((await lockSeen(tx, input.id, context)).status, context.plant);
    },
    async run(tx, input, context) {
      const row = await lock(tx, input.id);
      const added = await drafts(tx, row, input, context);
      const after = await record(tx, row, added, context.now);
      const changed = changedOf(after);
      if (added.length === 0) return { result: changed.incident, audit: [] };
      announce(tx, context.host.bus, [changed], context.now);
      const [before, now] = [row.status, after.status];
      const { reason: why, facts = {} } = said(input);
      return {
        result: changed.incident,
        audit: [
          {
            ...auditOf(changed.incident),
            before,
            after: now,
            reason: why,
            // Of how severe an incident it was done: the log signs what is done to the worst ones at once.
            facts: { severity: now.severity, ...facts, ...changeFacts(before, now, TOLD) },
          },
        ],
      };
    },
  });
}

/** What an audit entry says of the incident it is about. */
export const auditOf = ({ id, site, zone }: IncidentView): CommandAudit => ({
  object: { type: 'incident', id: String(id), zone: zone ?? undefined, site: site ?? undefined },
  incident: incidentLabel(id),
});

/** The incident, locked until the transaction ends; throws `not-found`. */
export async function lock(tx: Tx, id: IncidentId): Promise<IncidentRow> {
  const row = await lockIncident(tx, id);
  if (row === undefined) throw noSuchIncident();
  return row;
}

/**
 * The same for whoever may see it. Numbers follow each other: nobody may learn by them what happens where they
 * cannot look.
 */
export async function lockSeen(
  tx: Tx,
  id: IncidentId,
  { actor, plant }: Pick<CommandContext, 'actor' | 'plant'>,
): Promise<IncidentRow> {
  const row = await lock(tx, id);
  if (!canSeeIncident(audienceOf(actor, plant), row.status)) throw noSuchIncident();
  return row;
}

const noSuchIncident = (): DomainError =>
  new DomainError('not-found', 'There is no such incident, or you may not see it.');

/** The person behind the actor: incidents are handled by people, never by the shell or the program. */
export function personOf({ kind, id }: Actor): PersonId {
  const parsed = personId.safeParse(id);
  if (kind !== 'person' || !parsed.success) {
    throw new DomainError('access.denied', 'Incidents are handled by people who have signed in.');
  }
  return parsed.data;
}
