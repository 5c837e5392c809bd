import type { Priority } from '../alarms/priority';
import type { AlarmId, DriveId, GatewayId, SecurityEventId, SiteId, ZoneId } from '../ids';
import type { EventResponse, EventSeverity } from '../security/severity';
import type { Instant } from '../time';

/** Where something happened and when, with what a rule of correlation looks at. */
interface SignalFacts {
  /** Id of a catalogue's event type, or of an alarm's definition. */
  type: string;
  /** Both null for what has no place in the plant file yet; `zone` alone for what is of a whole site. */
  site: SiteId | null;
  zone: ZoneId | null;
  gateway: GatewayId | null;
  drive: DriveId | null;
  /** What tells it from others of its type at the same place: a source address, a port; '' for nothing. */
  key: string;
  /** When we received it. */
  at: Instant;
  /** As the device stated it; `undefined` when it stated nothing that can be believed. */
  sourceTime: Instant | undefined;
  /** How far the device's clock may be off, in ms. */
  clockUncertaintyMs: number | undefined;
  severity: EventSeverity;
  title: string;
  /** One line; all of it may be an attacker's text. */
  text: string;
}

/** News that may open an incident or feed one: an alarm that was raised, or a security event. */
export type IncidentSignal =
  | (SignalFacts & { kind: 'alarm'; id: AlarmId; priority: Priority })
  | (SignalFacts & { kind: 'event'; id: SecurityEventId; response: EventResponse });
