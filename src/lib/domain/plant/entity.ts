import { driveId, type DriveId, type EntityTopicId, type GatewayId } from '../ids';

/** thin-edge's name for the gateway itself; never a drive. */
export const MAIN_DEVICE = 'device/main//' as EntityTopicId;

/** A plant file may name an entity by its child-device name alone: `pump-01` is `device/pump-01//`. */
export function entityTopicId(written: string): EntityTopicId {
  return (written.includes('/') ? written : `device/${written}//`) as EntityTopicId;
}

/** The short form where there is one, for people: the inverse of `entityTopicId`. */
export function entityName(entity: EntityTopicId): string {
  return /^device\/([^/]+)\/\/$/.exec(entity)?.[1] ?? entity;
}

/** An entity as part of an id: its telling segments, in the characters an id allows. */
function entitySlug(entity: EntityTopicId): string {
  const slug = entityName(entity)
    .split('/')
    .filter((segment) => segment !== '')
    .join('-')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 80);
  return slug === '' ? 'entity' : slug;
}

/**
 * Id of a drive that announced itself: `<gateway>:<entity>`, with a number behind it when that is taken, as
 * two entities may differ only in characters an id does not allow.
 */
export function discoveredId(
  gateway: GatewayId,
  entity: EntityTopicId,
  isTaken: (id: DriveId) => boolean,
): DriveId {
  const base = `${gateway}:${entitySlug(entity)}`;
  for (let n = 1; ; n += 1) {
    const id = driveId.parse(n === 1 ? base : `${base}.${n}`);
    if (!isTaken(id)) return id;
  }
}
