import type { DriveRecord } from '../../domain/plant/file/resolve';
import type { DriveRow } from '../storage/plant-store';

/** How a drive of the plant file found its row, and with it its history. */
export type MatchedBy = 'same' | 'renamed' | 'moved' | 'adopted' | 'returned' | 'new';

export interface Match {
  record: DriveRecord;
  row: DriveRow | undefined;
  by: MatchedBy;
}

type Key = (drive: Pick<DriveRow, 'id' | 'gateway' | 'entity'>) => string;

const byId: Key = ({ id }) => id;
const byEntity: Key = ({ gateway, entity }) => `${gateway} ${entity}`;
const byBoth: Key = (drive) => `${byId(drive)} ${byEntity(drive)}`;

/**
 * Finds the row of each drive of a plant file. Each rule is tried for all drives before the next, and a row
 * is given once:
 * 1. same id, gateway and entity: the drive as it was, placed or discovered
 * 2. same gateway and entity, placed: it got another id
 * 3. same id: it moved to another gateway or entity
 * 4. same gateway and entity, discovered: it gets its place
 * 5. a removed row by the same three keys, the youngest removal first: it comes back
 * What is left is new. An entity goes before an id in 2, because engineers renumber drives more often than
 * they rewire them; an id goes before a discovered entity in 3 and 4, because the longer history is there.
 */
export function matchDrives(records: readonly DriveRecord[], rows: readonly DriveRow[]): Match[] {
  const present = rows.filter((row) => row.removedAt === null);
  const placed = present.filter((row) => row.origin === 'plant-file');
  const discovered = present.filter((row) => row.origin === 'discovered');
  const removed = rows
    .filter((row) => row.removedAt !== null)
    .sort((a, b) => (b.removedAt ?? 0) - (a.removedAt ?? 0) || b.key - a.key);

  const found = new Map<DriveRecord, Match>();
  const taken = new Set<DriveRow>();
  const attempt = (candidates: readonly DriveRow[], keyOf: Key, by: MatchedBy) => {
    const byKey = new Map<string, DriveRow[]>();
    for (const row of candidates) {
      if (taken.has(row)) continue;
      const same = byKey.get(keyOf(row));
      if (same === undefined) byKey.set(keyOf(row), [row]);
      else same.push(row);
    }
    for (const record of records) {
      if (found.has(record)) continue;
      const row = byKey.get(keyOf(record))?.find((candidate) => !taken.has(candidate));
      if (row === undefined) continue;
      taken.add(row);
      found.set(record, { record, row, by });
    }
  };
  attempt(placed, byBoth, 'same');
  attempt(discovered, byBoth, 'adopted');
  attempt(placed, byEntity, 'renamed');
  attempt(present, byId, 'moved');
  attempt(discovered, byEntity, 'adopted');
  attempt(removed, byBoth, 'returned');
  attempt(removed, byEntity, 'returned');
  attempt(removed, byId, 'returned');
  return records.map((record) => found.get(record) ?? { record, row: undefined, by: 'new' });
}
