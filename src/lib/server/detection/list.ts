import type { Actor } from '../../domain/access/roles';
import { audienceOf, type Audience } from '../../domain/access/visibility';
import type { SecurityEventId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { SecurityEventView } from '../../protocol/security-events';
import type { Tx } from '../storage/database';
import type { EventSample } from '../storage/schema/security-event';
import {
  countTypes,
  listSecurityEvents,
  readSecurityEvent,
  type EventFilter,
  type EventPosition,
  type EventReach,
  type TypeCount,
} from '../storage/security-event-queries';
import { presentEvent } from './present';

export type { EventFilter, EventPosition, EventReach };

/** What of the events somebody may see. */
export const eventReach = (actor: Actor, plant: Plant): EventReach => reachOf(audienceOf(actor, plant));

/** What has no place is of the whole plant. */
const reachOf = ({ zones, everything }: Audience): EventReach => ({
  zones: [...zones],
  unplaced: everything,
});

/** A page of events, newest first, and where it goes on. */
export async function pageOfEvents(
  tx: Tx,
  reach: EventReach,
  filter: EventFilter,
  page: { limit: number; after?: EventPosition | undefined },
): Promise<{ items: SecurityEventView[]; next: EventPosition | undefined }> {
  const rows = await listSecurityEvents(tx, reach, filter, { ...page, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const goesOn = rows.length > page.limit && last !== undefined;
  return {
    items: shown.map(presentEvent),
    next: goesOn ? { lastSeenAt: last.lastSeenAt, id: last.id } : undefined,
  };
}

/** An event with everything that is kept of it. */
export interface WholeEvent {
  event: SecurityEventView;
  /** Raw records, at most three; hostile text. */
  samples: readonly EventSample[];
  /** Different values counted apart, such as the ports of a scan; empty where nothing is. */
  values: readonly string[];
  historical: boolean;
  clearedBy: string | null;
  reviewNote: string | null;
}

/** One event in full; `undefined` when there is none that the reach covers. */
export async function wholeEvent(
  tx: Tx,
  reach: EventReach,
  id: SecurityEventId,
): Promise<WholeEvent | undefined> {
  const row = await readSecurityEvent(tx, reach, id);
  if (row === undefined) return undefined;
  const { samples, seenValues, historical, clearedBy, reviewNote } = row;
  return { event: presentEvent(row), samples, values: seenValues ?? [], historical, clearedBy, reviewNote };
}

/** Counts per type, with a line of buckets. */
export const countsByType = (
  tx: Tx,
  reach: EventReach,
  filter: Parameters<typeof countTypes>[2],
  buckets: number,
): Promise<TypeCount[]> => countTypes(tx, reach, filter, buckets);
