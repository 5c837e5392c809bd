import { z } from 'zod';
import type { Actor } from '../../../domain/access/roles';
import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import { incidentLink, type IncidentLink } from '../../../domain/incidents/entry';
import { canSeeIncident } from '../../../domain/incidents/subject';
import type { Plant } from '../../../domain/plant/model';
import type { Tx } from '../../storage/database';
import { placesOfLinked } from '../../storage/linked-thing-store';

/** What a person links at once. */
export const givenLinks = z.array(incidentLink).max(100, 'link at most 100 at once');

/** Throws `input.invalid` for what is not there, or not to be seen by whoever links it. */
export async function assertMayLink(
  tx: Tx,
  links: readonly IncidentLink[],
  actor: Actor,
  plant: Plant,
): Promise<void> {
  const audience = audienceOf(actor, plant);
  const alarms = await placesOfLinked(tx, 'alarm', idsOf(links, 'alarm'));
  const events = await placesOfLinked(tx, 'event', idsOf(links, 'event'));
  const isVisible = (link: IncidentLink): boolean => {
    switch (link.kind) {
      case 'alarm':
      case 'event': {
        const place = (link.kind === 'alarm' ? alarms : events).get(link.id);
        return place !== undefined && canSeeIncident(audience, place);
      }
      case 'drive':
        return plant.drives.some((drive) => drive.id === link.id && canSeePlaced(audience, drive));
      case 'gateway':
        return plant.gateways.some((gateway) => gateway.id === link.id && canSeePlaced(audience, gateway));
    }
  };
  const issues = links.flatMap((link, i) =>
    isVisible(link) ? [] : [{ path: `links.${i}`, message: `there is no such ${link.kind}` }],
  );
  if (issues.length > 0) throw new DomainError('input.invalid', undefined, { issues });
}

const idsOf = (links: readonly IncidentLink[], kind: 'alarm' | 'event'): number[] =>
  links.flatMap((link) => (link.kind === kind ? [Number(link.id)] : []));
