import type { IncidentId, PersonId } from '../../domain/ids';
import {
  MOST_LINKS,
  type IncidentChange,
  type IncidentEntry,
  type IncidentLink,
} from '../../domain/incidents/entry';
import { begin, foldOn } from '../../domain/incidents/fold';
import { isOpenPhase } from '../../domain/incidents/phase';
import type { Instant } from '../../domain/time';
import type { IncidentView } from '../../protocol/incidents';
import type { Bus } from '../bus';
import type { Tx } from '../storage/database';
import {
  appendEntries,
  incidentViewOf,
  insertIncident,
  insertLinks,
  updateStatus,
  type IncidentRow,
} from '../storage/incident-store';
import { appendStream, streamAppended } from '../storage/stream-store';
import { queueDeliveries } from './outbox';

/** An entry before it has its place. By the program unless a person is named. */
export interface Draft {
  what: IncidentChange;
  by?: PersonId | undefined;
  reason?: string | undefined;
  sourceTime?: Instant | undefined;
  clockUncertaintyMs?: number | undefined;
}

/** What a change made of an incident. */
export interface Changed {
  incident: IncidentView;
  entries: readonly IncidentEntry[];
}

/** Most entries of one message; what is more is read with the incident. */
const MOST_ENTRIES = 200;

/** Makes an incident with the entry that opens it. Tell of it by `announce`, with what follows at once. */
export async function openIncident(
  tx: Tx,
  opening: Draft & { what: Extract<IncidentChange, { kind: 'opened' }> },
  { at, group, lastSignalAt }: { at: Instant; group: string | null; lastSignalAt: Instant | null },
): Promise<IncidentRow & { entries: IncidentEntry[] }> {
  const entry = entryOf(opening, 1, at);
  const status = begin(entry);
  const id = await insertIncident(tx, { status, group, lastSignalMs: lastSignalAt });
  await appendEntries(tx, id, [entry]);
  return { id, status, entries: [entry] };
}

/** Adds entries to a locked incident, and makes its row what they say. Whom they call anew is told. */
export async function record(
  tx: Tx,
  row: IncidentRow,
  drafts: readonly Draft[],
  at: Instant,
): Promise<IncidentRow & { entries: IncidentEntry[] }> {
  const entries = drafts.map((draft, i) => entryOf(draft, row.status.entries + 1 + i, at));
  if (entries.length === 0) return { ...row, entries };
  const status = entries.reduce(foldOn, row.status);
  await appendEntries(tx, row.id, entries);
  const after = { id: row.id, status };
  await updateStatus(tx, after);
  if (status.call?.entry !== row.status.call?.entry) await queueDeliveries(tx, after, at);
  return { ...after, entries };
}

/** Links things to an incident: entries for those that were not linked before, none when all of them were. */
export async function linkDrafts(
  tx: Tx,
  id: IncidentId,
  links: readonly IncidentLink[],
  about: Omit<Draft, 'what'> & { text: string },
): Promise<Draft[]> {
  const { text, ...rest } = about;
  const fresh = await insertLinks(tx, id, links);
  const drafts: Draft[] = [];
  for (let from = 0; from < fresh.length; from += MOST_LINKS) {
    drafts.push({ ...rest, what: { kind: 'linked', links: fresh.slice(from, from + MOST_LINKS), text } });
  }
  return drafts;
}

/** Tells the durable stream and the rest of the server of changes, as the last of the transaction. */
export function announce(tx: Tx, bus: Bus, changes: readonly Changed[], at: Instant): void {
  for (const { incident, entries } of changes) {
    const { site, zone } = incident;
    tx.beforeCommit(async () => {
      const head = await appendStream(tx, {
        type: 'incident.changed',
        zone,
        site,
        audience: site === null && zone === null ? 'whole-plant' : 'everybody',
        body: { type: 'incident.changed', incident, entries: entries.slice(-MOST_ENTRIES) },
        at,
      });
      tx.afterCommit(() => streamAppended(bus, head));
    });
    tx.afterCommit(() =>
      bus.emit('incident.changed', { incident: incident.id, isSettled: isSettled(incident), at }),
    );
  }
}

/** As the protocol tells it. */
export const changedOf = (row: IncidentRow & { entries: readonly IncidentEntry[] }): Changed => ({
  incident: incidentViewOf(row),
  entries: row.entries,
});

/** Nobody has to be called any more. */
export const isSettled = ({ acknowledged, phase }: Pick<IncidentView, 'acknowledged' | 'phase'>): boolean =>
  acknowledged !== null || !isOpenPhase(phase);

const entryOf = (draft: Draft, number: number, at: Instant): IncidentEntry => ({
  number,
  at,
  sourceTime: draft.sourceTime ?? null,
  clockUncertaintyMs: draft.clockUncertaintyMs ?? null,
  by: draft.by ?? null,
  reason: draft.reason ?? '',
  what: draft.what,
});
