import type { Actor } from '../../domain/access/roles';
import { audienceOf, canSeePlaced } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import type { AlarmId, IncidentId, PersonId, SecurityEventId } from '../../domain/ids';
import type { IncidentEntry } from '../../domain/incidents/entry';
import { canSeeIncident, incidentSubject } from '../../domain/incidents/subject';
import type { Plant } from '../../domain/plant/model';
import type { AlarmView } from '../../protocol/alarms';
import type { IncidentView } from '../../protocol/incidents';
import type { SecurityEventView } from '../../protocol/security-events';
import type { Database, Tx } from '../storage/database';
import { incidentViewOf, selectEntries, selectIncident, selectLinks } from '../storage/incident-store';
import { selectPeople } from '../storage/person-store';
import { selectDeliveries, type DeliveryRow } from '../storage/webhook-delivery-store';
import { mayHandle } from './commands/assign';

/** Reads what is linked, as everybody sees it; of the ids given those that exist. */
export interface LinkedViews {
  alarms(tx: Tx, ids: readonly AlarmId[]): Promise<AlarmView[]>;
  events(tx: Tx, ids: readonly SecurityEventId[]): Promise<SecurityEventView[]>;
}

/** Of alarms and of events, the newest so many. */
const MOST_SHOWN = 200;

/** An incident with everything that its page shows. */
export interface IncidentFile {
  incident: IncidentView;
  entries: IncidentEntry[];
  links: { alarms: AlarmView[]; events: SecurityEventView[]; drives: string[]; gateways: string[] };
  people: { person: PersonId; name: string; mayHandle: boolean; isProcessOwner: boolean }[];
  deliveries: ReturnType<typeof presentDelivery>[];
}

/**
 * Reads an incident as of one moment. Throws `not-found` when there is none that the actor may see; what is
 * linked and lies where they may not look is left out.
 */
export function readFile(
  db: Database,
  id: IncidentId,
  actor: Actor,
  plant: Plant,
  views: LinkedViews,
): Promise<IncidentFile> {
  const audience = audienceOf(actor, plant);
  return db.transaction(async (tx) => {
    await tx.client.query('set transaction isolation level repeatable read, read only');
    const row = await selectIncident(tx, id);
    if (row === undefined || !canSeeIncident(audience, row.status)) throw new DomainError('not-found');
    const entries = await selectEntries(tx, id);
    const links = await selectLinks(tx, id);
    const alarms = await views.alarms(
      tx,
      newest(links.flatMap((link) => (link.kind === 'alarm' ? [link.id] : []))),
    );
    const events = await views.events(
      tx,
      newest(links.flatMap((link) => (link.kind === 'event' ? [link.id] : []))),
    );
    const isVisible = (place: Pick<AlarmView, 'site' | 'zone'>) => canSeeIncident(audience, place);
    const named = (kind: 'drive' | 'gateway') =>
      new Set(links.flatMap((link) => (link.kind === kind ? [String(link.id)] : [])));
    const drives = named('drive');
    const gateways = named('gateway');
    return {
      incident: incidentViewOf(row),
      entries,
      links: {
        alarms: alarms.filter(isVisible),
        events: events.filter(isVisible),
        drives: plant.drives
          .filter((one) => drives.has(one.id) && canSeePlaced(audience, one))
          .map((one) => one.id),
        gateways: plant.gateways
          .filter((one) => gateways.has(one.id) && canSeePlaced(audience, one))
          .map((one) => one.id),
      },
      people: await peopleOf(tx, entries, row.status, plant),
      deliveries: (await selectDeliveries(tx, id)).map(presentDelivery),
    };
  });
}

const newest = <Id extends number>(ids: readonly Id[]): Id[] =>
  [...ids].sort((a, b) => b - a).slice(0, MOST_SHOWN);

async function peopleOf(
  tx: Tx,
  entries: readonly IncidentEntry[],
  place: Pick<IncidentView, 'site' | 'zone'>,
  plant: Plant,
): Promise<IncidentFile['people']> {
  const subject = incidentSubject(place, plant);
  const owners = new Set(subject.kind === 'zone' ? subject.processOwners : []);
  const named = new Set(entries.flatMap(namedIn));
  return (await selectPeople(tx))
    .map((person) => ({
      person: person.id,
      name: person.displayName,
      mayHandle: person.disabledAt === null && mayHandle(person, subject),
      isProcessOwner: owners.has(person.id),
    }))
    .filter(({ person, mayHandle: may, isProcessOwner }) => may || isProcessOwner || named.has(person));
}

function namedIn({ by, what }: IncidentEntry): PersonId[] {
  const others = what.kind === 'assigned' ? [what.assignee, what.processOwner] : [];
  return [by, ...others].filter((person) => person !== null);
}

const presentDelivery = (row: DeliveryRow) => ({
  target: row.target,
  step: row.step,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.createdAt,
  releasedAt: row.releasedAt,
  doneAt: row.doneAt,
  status: row.lastStatus,
  error: row.lastError,
});
