import type { ZoneId } from '$lib/domain/ids';
import type { EventSeverity } from '$lib/domain/security/severity';
import type { SecurityEventView } from '$lib/protocol/security-events';

/** A page of the event list as the API gives it. */
export interface EventPage {
  items: readonly SecurityEventView[];
  next: string | null;
}

/** What the catalogue says of an event's type: labels to search by, never a verdict. */
export interface TypeLabels {
  attack: readonly { id: string; name: string; fit: 'direct' | 'near' | 'enabler' | 'none' }[];
  /** Requirements of IEC 62443-3-3, such as `SR 5.2`, and what they belong to, such as `FR 5 RDF`. */
  sr: readonly string[];
  fr: readonly string[];
}

/** One event with everything that is kept of it. */
export interface EventDetail extends TypeLabels {
  event: SecurityEventView;
  /** Raw records as they came; hostile text. */
  samples: readonly { at: number; text: string }[];
  /** Different values counted apart, such as the ports of a scan. */
  values: readonly string[];
  /** Every record of it had been stored on its way: it is history, not news. */
  historical: boolean;
  clearedBy: string | null;
  reviewNote: string | null;
}

/** One type's records over the time asked for. */
interface EventTypeCount {
  type: string;
  title: string;
  severity: EventSeverity | null;
  records: number;
  /** Records per stretch of time, oldest first. */
  buckets: readonly number[];
}

export interface EventTypesAnswer {
  items: readonly EventTypeCount[];
}

/** Where a person may do something. */
export interface Reach {
  zones: readonly ZoneId[];
  /** Also where nothing has a place in the plant file yet. */
  unplaced: boolean;
}

export const reaches = ({ zones, unplaced }: Reach, zone: ZoneId | null): boolean =>
  zone === null ? unplaced : zones.includes(zone);
