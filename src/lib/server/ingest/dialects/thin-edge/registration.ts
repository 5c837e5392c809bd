import type { EntityTopicId } from '../../../../domain/ids';
import type { DecodedRegistration, EntityKind, Rejected } from './decoded';
import { cleanText, parseObject, storableObject } from './json';
import { defaultParent, isEntityTopicId, kindByTopic } from './topic';

const MAX_NAME = 200;
const KINDS = ['device', 'child-device', 'service'] as const satisfies readonly EntityKind[];
const KEPT_ELSEWHERE = new Set(['@type', '@parent', '@id', 'name', 'type']);

/** An entity as it describes itself; keys beyond thin-edge's own become its attributes. */
export function decodeRegistration(entity: EntityTopicId, payload: Buffer): DecodedRegistration | Rejected {
  const parsed = parseObject(payload);
  if ('type' in parsed) return parsed;
  const facts = parsed.value;
  const attributes = storableObject(facts, KEPT_ELSEWHERE);
  if (!('value' in attributes)) return attributes;
  const kind = KINDS.find((word) => word === facts['@type']) ?? kindByTopic(entity);
  return {
    type: 'register',
    entity,
    kind,
    parent: parentOf(entity, kind, facts['@parent']),
    externalId: textOf(facts['@id']),
    name: textOf(facts['name']),
    deviceType: textOf(facts['type']),
    attributes: attributes.value,
  };
}

function parentOf(entity: EntityTopicId, kind: EntityKind, stated: unknown): EntityTopicId | undefined {
  const name = textOf(stated);
  return name !== undefined && isEntityTopicId(name) && name !== entity ? name : defaultParent(entity, kind);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? cleanText(value, MAX_NAME) : undefined;
