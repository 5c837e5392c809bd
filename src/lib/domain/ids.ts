import { z } from 'zod';
import { DRIVE_NAME, GATEWAY_NAME, PERSON_NAME, PLAYBOOK_NAME, SLUG, type IdShape } from './id-shape';

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

const number = z.number().int().positive();

/** One activation of an alarm. Alarm ids in addresses and the API are of occurrences, never of definitions (D10). */
export const alarmId = number.brand<'AlarmId'>();
export type AlarmId = z.infer<typeof alarmId>;

/** Number of an incident; shown as `INC-0142`. */
export const incidentId = number.brand<'IncidentId'>();
export type IncidentId = z.infer<typeof incidentId>;

/** A row of aggregated security events. */
export const securityEventId = number.brand<'SecurityEventId'>();
export type SecurityEventId = z.infer<typeof securityEventId>;

/** A run of a playbook; shown as `RUN-0007`. */
export const runId = number.brand<'RunId'>();
export type RunId = z.infer<typeof runId>;

/** A playbook's lasting CACAO identifier, `playbook--<uuid>`; a version is this and its `modified` (CACAO 2.0). */
export const playbookId = shaped(PLAYBOOK_NAME).brand<'PlaybookId'>();
export type PlaybookId = z.infer<typeof playbookId>;

/** A step's key in its playbook's workflow, such as `action--<uuid>`. */
export const stepId = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-fA-F-]{36}$/, 'a step type, -- and a UUID')
  .brand<'StepId'>();
export type StepId = z.infer<typeof stepId>;

/** The database's short key of a drive, used in samples and frames; never shown. */
export type DriveKey = number & { readonly __brand: 'DriveKey' };

/** thin-edge's four-segment entity name, such as `device/pump-01//`. */
export type EntityTopicId = string & { readonly __brand: 'EntityTopicId' };
