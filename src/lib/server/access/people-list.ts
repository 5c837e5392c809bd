import { can } from '../../domain/access/can';
import type { Actor, Grant } from '../../domain/access/roles';
import type { PersonId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import { selectPeople } from '../storage/person-store';
import { countSessions } from '../storage/session-store';

interface PersonView {
  id: PersonId;
  displayName: string;
  grants: readonly Grant[];
  createdAt: Instant;
  lastSeenAt: Instant | null;
  disabledAt: Instant | null;
  sessions: number;
  isSelf: boolean;
}

/** The people whose every role lies in the actor's own scope; those without any role belong to whoever administers anything. */
export async function listPeople(tx: Tx, actor: Actor, plant: Pick<Plant, 'zones'>): Promise<PersonView[]> {
  const all = await selectPeople(tx);
  const visible = all.filter(
    ({ id, grants }) => can(actor, 'people.view', { kind: 'person', person: id, grants }, plant).allowed,
  );
  const sessions = await countSessions(
    tx,
    visible.map(({ id }) => id),
  );
  return visible.map(({ id, displayName, grants, createdAt, lastSeenAt, disabledAt }) => ({
    id,
    displayName,
    grants,
    createdAt,
    lastSeenAt,
    disabledAt,
    sessions: sessions.get(id) ?? 0,
    isSelf: id === actor.id,
  }));
}
