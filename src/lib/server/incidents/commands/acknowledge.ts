import { DomainError } from '../../../domain/errors';
import type { PersonId } from '../../../domain/ids';
import { isOpenPhase } from '../../../domain/incidents/phase';
import type { Tx } from '../../storage/database';
import { selectPerson } from '../../storage/person-store';
import { words } from '../../access/given-words';
import { defineIncidentCommand, personOf, which } from './incident-command';

/**
 * Takes notice of an incident, which ends its escalation. Once and by one person: whoever comes later is told
 * who that was.
 */
export const acknowledgeIncident = defineIncidentCommand({
  name: 'incident.acknowledge',
  action: 'incident.acknowledge',
  schema: which.extend({ note: words(2_000).default('') }),
  async drafts(tx, { status }, { note }, { actor, now }) {
    const by = personOf(actor);
    const { acknowledged } = status;
    if (acknowledged !== null) {
      const who = acknowledged.by === by ? 'you' : await nameOf(tx, acknowledged.by);
      const ago = Math.max(0, Math.round((now - acknowledged.at) / 1_000));
      throw new DomainError('conflict', `Already acknowledged by ${who}, ${inWords(ago)} ago.`);
    }
    if (!isOpenPhase(status.phase)) throw new DomainError('conflict', 'This incident is closed already.');
    return [{ what: { kind: 'acknowledged' }, by, reason: note }];
  },
  said: ({ note }) => ({ reason: note === '' ? undefined : note }),
});

/** As people know somebody: the name that is shown, and the one that signs in. */
export async function nameOf(tx: Tx, id: PersonId): Promise<string> {
  const person = await selectPerson(tx, id);
  return person === undefined || person.displayName === id ? id : `${person.displayName} (${id})`;
}

function inWords(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`;
}
