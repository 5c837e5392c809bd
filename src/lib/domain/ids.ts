import { z } from 'zod';
import { DRIVE_NAME, GATEWAY_NAME, PERSON_NAME, SLUG, type IdShape } from './id-shape';

const shaped = ({ most, pattern, words }: IdShape) => z.string().max(most).regex(pattern, words);
const slug = shaped(SLUG);

export const siteId = slug.brand<'SiteId'>();
export type SiteId = z.infer<typeof siteId>;

export const zoneId = slug.brand<'ZoneId'>();
export type ZoneId = z.infer<typeof zoneId>;

export const conduitId = slug.brand<'ConduitId'>();
export type ConduitId = z.infer<typeof conduitId>;

export const positionId = slug.brand<'PositionId'>();
export type PositionId = z.infer<typeof positionId>;

/**
 * A gateway is its certificate's common name (D5). No MQTT wildcard, separator or control character
 * can be part of it, because it becomes a topic segment.
 */
export const gatewayId = shaped(GATEWAY_NAME).brand<'GatewayId'>();
export type GatewayId = z.infer<typeof gatewayId>;

/** A drive's name in the plant file, or `<gateway>:<entity>` for one that announced itself. */
export const driveId = shaped(DRIVE_NAME).brand<'DriveId'>();
export type DriveId = z.infer<typeof driveId>;

/** Sign-in name of a person; also the person's lasting identity in the audit log. */
export const personId = shaped(PERSON_NAME).brand<'PersonId'>();
export type PersonId = z.infer<typeof personId>;

/** The database's short key of a drive, used in samples and frames; never shown. */
export type DriveKey = number & { readonly __brand: 'DriveKey' };

/** thin-edge's four-segment entity name, such as `device/pump-01//`. */
export type EntityTopicId = string & { readonly __brand: 'EntityTopicId' };
