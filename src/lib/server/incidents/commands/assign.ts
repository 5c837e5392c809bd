import { can } from '../../../domain/access/can';
import type { Actor } from '../../../domain/access/roles';
import { ANONYMOUS } from '../../../domain/access/roles';
import type { Subject } from '../../../domain/access/subject';
import { DomainError } from '../../../domain/errors';
import { personId, type PersonId } from '../../../domain/ids';
import { incidentSubject } from '../../../domain/incidents/subject';
import type { Tx } from '../../storage/database';
import { selectPerson, type PersonWithGrants } from '../../storage/person-store';
import { reason } from '../../access/given-words';
import { defineIncidentCommand, personOf, which } from './incident-command';

/** Makes somebody responsible for it, and names the owner of the process it touches. */
export const assignIncident = defineIncidentCommand({
  name: 'incident.assign',
  action: 'incident.assign',
  schema: which.extend({
    assignee: personId.nullable(),
    processOwner: personId.nullable(),
    reason: reason.optional(),
  }),
  async drafts(tx, { status }, { assignee, processOwner, reason: why }, { actor, plant }) {
    const subject = incidentSubject(status, plant);
    if (status.assignee === assignee && status.processOwner === processOwner) return [];
    if (assignee !== null && assignee !== status.assignee) await assertMayHandle(tx, assignee, subject);
    if (processOwner !== null && processOwner !== status.processOwner) assertOwns(processOwner, subject);
    return [{ what: { kind: 'assigned', assignee, processOwner }, by: personOf(actor), reason: why }];
  },
  said: ({ assignee, processOwner, reason: why }) => ({
    reason: why,
    facts: { assignee, process_owner: processOwner },
  }),
});

async function assertMayHandle(tx: Tx, id: PersonId, subject: Subject): Promise<void> {
  const person = await selectPerson(tx, id);
  if (person === undefined || person.disabledAt !== null || !mayHandle(person, subject)) {
    throw new DomainError('input.invalid', undefined, {
      issues: [{ path: 'assignee', message: 'is nobody who may handle this incident' }],
    });
  }
}

/** Whether somebody could do what an assignee has to do. */
export const mayHandle = (
  { id, grants }: Pick<PersonWithGrants, 'id' | 'grants'>,
  subject: Subject,
): boolean => can(asActor(id, grants), 'incident.comment', subject).allowed;

const asActor = (id: PersonId, grants: Actor['grants']): Actor => ({
  ...ANONYMOUS,
  kind: 'person',
  id,
  displayName: id,
  grants,
});

function assertOwns(id: PersonId, subject: Subject): void {
  if (subject.kind === 'zone' && subject.processOwners.includes(id)) return;
  throw new DomainError('input.invalid', undefined, {
    issues: [{ path: 'processOwner', message: 'is not named as an owner of this zone in the plant file' }],
  });
}
