import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { EntityDirectory } from './entity-directory';
import type { JournalEntry } from './journal-entry';

const NOTHING: readonly JournalEntry[] = [];

/**
 * Notes that an entity has said something. Returns what has to be written: nothing for one that is known,
 * its row for one that speaks before it registers, `refused` when its gateway has too many.
 */
export function entitySeen(
  entities: EntityDirectory,
  gateway: GatewayId,
  topicId: EntityTopicId,
  at: Instant,
): readonly JournalEntry[] | 'refused' {
  switch (entities.meet(gateway, topicId)) {
    case 'known':
      return NOTHING;
    case 'refused':
      return 'refused';
    case 'new':
      return [
        {
          kind: 'entity',
          entity: {
            gateway,
            topicId,
            kind: entities.kindOf(gateway, topicId),
            parent: entities.parentOf(gateway, topicId),
            externalId: undefined,
            name: undefined,
            type: undefined,
            registered: false,
            attributes: {},
            at,
          },
        },
      ];
  }
}
