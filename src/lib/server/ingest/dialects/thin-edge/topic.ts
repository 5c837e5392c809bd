import type { EntityTopicId } from '../../../../domain/ids';
import { MAIN_DEVICE } from '../../../../domain/plant/entity';
import type { EntityKind } from './decoded';

/** Where a message was published: the entity, and the rest of the path after it. */
export interface EntityTopic {
  kind: 'entity';
  entity: EntityTopicId;
  /** Empty for a registration. */
  channel: string;
  rest: readonly string[];
}

export type ParsedTopic =
  | EntityTopic
  | { kind: 'diagnostic' }
  | { kind: 'ignore'; reason: 'three-segments' | 'legacy' }
  | { kind: 'foreign' }
  | { kind: 'unusable'; detail: string };

/** An entity name is a key in the database; this is far above what anybody types. */
const MAX_ENTITY = 200;
const MAX_NAME = 200;

const CHANNELS: ReadonlySet<string> = new Set(['m', 'e', 'a', 'status', 'twin', 'cmd', 'config', 'signal']);

/**
 * thin-edge's scheme `te/<four segments>/<channel>/...`; any of the four but the first may be empty
 * (reference: ingest, section 2.1).
 */
export function parseTopic(topic: string): ParsedTopic {
  if (/[\u0000-\u001f\u007f]/.test(topic) || !topic.isWellFormed() || topic.includes('\uFFFD')) {
    return { kind: 'unusable', detail: 'The topic holds characters that no name may hold.' };
  }
  if (topic === 'te/errors') return { kind: 'diagnostic' };
  const segments = topic.split('/', 12);
  const [root, a = '', b = '', c = '', d = '', channel, ...rest] = segments;
  if (root === 'tedge') return { kind: 'ignore', reason: 'legacy' };
  if (root !== 'te') return { kind: 'foreign' };
  if (a === '') return { kind: 'unusable', detail: 'The first segment of an entity must not be empty.' };
  if (segments.length < 4) return { kind: 'unusable', detail: 'The topic names no entity.' };
  if (segments.length === 4) return { kind: 'ignore', reason: 'three-segments' };
  const entity = `${a}/${b}/${c}/${d}` as EntityTopicId;
  if (entity.length > MAX_ENTITY) return { kind: 'unusable', detail: 'The name of the entity is too long.' };
  if (channel === undefined) return { kind: 'entity', entity, channel: '', rest };
  // `te/device/x//m/drive`: one slash is missing, so a channel sits where the fourth segment belongs.
  if (!CHANNELS.has(channel) && CHANNELS.has(d)) return { kind: 'ignore', reason: 'three-segments' };
  if (rest.some((part) => part.length > MAX_NAME)) {
    return { kind: 'unusable', detail: 'A part of the topic is too long.' };
  }
  return { kind: 'entity', entity, channel, rest };
}

/** What an entity is as long as it has not registered: the default scheme tells it by its segments. */
export function kindByTopic(entity: EntityTopicId): EntityKind {
  const [a, , c, d] = entity.split('/');
  if (a === 'device' && c === 'service' && d !== '') return 'service';
  return entity === MAIN_DEVICE ? 'device' : 'child-device';
}

/** Parent that an entity has when it names none: a service belongs to its device, all else to the main one. */
export function defaultParent(entity: EntityTopicId, kind: EntityKind): EntityTopicId | undefined {
  if (kind === 'device') return undefined;
  const [a = '', b = '', c] = entity.split('/');
  return kind === 'service' && a === 'device' && c === 'service'
    ? (`${a}/${b}//` as EntityTopicId)
    : MAIN_DEVICE;
}

/** Last name in an entity's path: the service of a service, else the last segment that is not empty. */
export function shortName(entity: EntityTopicId): string {
  return entity.split('/').findLast((part) => part !== '') ?? entity;
}

/** True for a name of four segments, the first of which is not empty. */
export function isEntityTopicId(name: string): name is EntityTopicId {
  const parts = name.split('/');
  return parts.length === 4 && parts[0] !== '' && name.length <= MAX_ENTITY;
}
