import type { EventType } from '../../domain/security/event-type';
import type { EventSeverity } from '../../domain/security/severity';
import type { DriveId, GatewayId, SiteId, ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { SecurityEventView } from '../../protocol/security-events';
import type { EventSample } from '../storage/schema/security-event';

/** Where something was seen. Nothing of it is known of a stranger at our own endpoint. */
export interface Place {
  gateway: GatewayId | null;
  drive: DriveId | null;
  site: SiteId | null;
  zone: ZoneId | null;
}

/** One thing that was seen, ready to be counted. */
export interface Observation {
  type: EventType;
  place: Place;
  key: string;
  source: string;
  text: string;
  fields: SecurityEventView['fields'];
  /** Where the record itself says how bad it is. */
  severity: EventSeverity | undefined;
  /** It says that the state of this name is over. */
  ends: boolean;
  /** How often it was seen, where the record says so. */
  count: number;
  at: Instant;
  sourceTime: Instant | undefined;
  /** It had been stored on its way: history, not news. */
  historical: boolean;
  /** Entity and name of the state of channel a that says so. */
  origin: string | null;
  /** The raw record; none where it was seen by ourselves. */
  sample: EventSample | undefined;
}
