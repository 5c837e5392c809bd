import type { PersonId, SiteId, ZoneId } from '../ids';
import type { Site, Zone } from '../plant/model';
import { UNPLACED_ZONE } from '../plant/unplaced';
import type { Grant } from './roles';

/** A step that waits for approval: what it does to the plant, and who asked for it. */
export interface StepFacts {
  effect: 'reversible' | 'disruptive' | 'isolation';
  requestedBy: string;
}

/** What an action is done to, with what the rules need to know of it. */
export type Subject =
  /** Something in a zone: a drive, an alarm, an incident, a step of a run there. */
  | {
      kind: 'zone';
      zone: ZoneId;
      site: SiteId;
      processOwners: readonly PersonId[];
      step?: StepFacts | undefined;
      /** For runs and their manual steps: a drill, or a playbook marked for operators. */
      forOperators?: boolean | undefined;
    }
  /** Something of a whole site. */
  | { kind: 'site'; site: SiteId }
  /** Something that concerns every zone, or the program itself. */
  | { kind: 'installation' }
  /** Equipment that has no place in the plant file yet. */
  | { kind: 'unplaced' }
  /** An account, with every grant that it has or is about to get. */
  | { kind: 'person'; person: PersonId; grants: readonly Grant[] }
  /** The actor's own account. */
  | { kind: 'own'; person: string };

export const INSTALLATION: Subject = { kind: 'installation' };
export const UNPLACED: Subject = { kind: 'unplaced' };

/** A thing in a zone. The zone of what has no place yet counts as no place. */
export const zoneSubject = (zone: Pick<Zone, 'id' | 'site' | 'processOwners'>): Subject =>
  zone.id === UNPLACED_ZONE.id
    ? UNPLACED
    : { kind: 'zone', zone: zone.id, site: zone.site, processOwners: zone.processOwners };

export const siteSubject = (site: Pick<Site, 'id'>): Subject => ({ kind: 'site', site: site.id });
