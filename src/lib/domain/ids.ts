import { z } from 'zod';

/** A name as people give it in the plant file: lower-case letters, digits and single hyphens. */
const slug = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens');

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
export const gatewayId = z
  .string()
  .max(64)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'use letters, digits, dot, underscore and hyphen; start with a letter or digit',
  )
  .brand<'GatewayId'>();
export type GatewayId = z.infer<typeof gatewayId>;

/** A drive's name in the plant file, or `<gateway>:<entity>` for one that announced itself. */
export const driveId = z
  .string()
  .max(160)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'use letters, digits, dot, underscore, colon and hyphen')
  .brand<'DriveId'>();
export type DriveId = z.infer<typeof driveId>;

/** Sign-in name of a person; also the person's lasting identity in the audit log. */
export const personId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+([._-][a-z0-9]+)*$/, 'use lower-case letters, digits, and single . _ - between them')
  .brand<'PersonId'>();
export type PersonId = z.infer<typeof personId>;

/** The database's short key of a drive, used in samples and frames; never shown. */
export type DriveKey = number & { readonly __brand: 'DriveKey' };

/** thin-edge's four-segment entity name, such as `device/pump-01//`. */
export type EntityTopicId = string & { readonly __brand: 'EntityTopicId' };

export const isSiteId = (s: string): s is SiteId => siteId.safeParse(s).success;
export const isZoneId = (s: string): s is ZoneId => zoneId.safeParse(s).success;
export const isGatewayId = (s: string): s is GatewayId => gatewayId.safeParse(s).success;
export const isDriveId = (s: string): s is DriveId => driveId.safeParse(s).success;
export const isPersonId = (s: string): s is PersonId => personId.safeParse(s).success;
