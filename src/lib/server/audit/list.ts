import { readRecord, unreadableRecord, type AuditRecord } from '../../domain/audit/entry';
import type { AuditReach } from '../../domain/audit/reach';
import {
  selectAuditEntries,
  selectAuditEntry,
  type AuditFilter,
  type AuditRow,
} from '../storage/audit-store';
import type { Tx } from '../storage/database';
import { MAIN_LOG } from './append';
import { leafHash } from './leaf';

/** An entry as read back: its fields, its very bytes as text, and whether the leaf still belongs to them. */
export interface AuditView {
  record: AuditRecord;
  /** As stored and hashed; `body` is the same as text. */
  bytes: Uint8Array;
  body: string;
  leaf: string;
  leafMatches: boolean;
}

/**
 * Which objects are meant by `alarm` or `alarm 17` (or `alarm:17`): all of a type, or one.
 */
export function objectFilter(text: string): Pick<AuditFilter, 'objectType' | 'objectId'> {
  const [, type = text, id] = /^([^\s:]+)(?:[\s:]+(.+))?$/.exec(text.trim()) ?? [];
  return { objectType: type, objectId: id };
}

/** Entries that the actor may read, newest first; `next` is where the following page begins. */
export async function listAudit(
  tx: Tx,
  reach: AuditReach,
  filter: AuditFilter,
  limit: number,
): Promise<{ items: AuditView[]; next: number | undefined }> {
  const rows = await selectAuditEntries(tx, MAIN_LOG, reach, filter, limit + 1);
  const page = rows.slice(0, limit);
  return { items: page.map(viewOf), next: rows.length > limit ? page.at(-1)?.seq : undefined };
}

/** One entry by number; `undefined` when there is none that the actor may read. */
export async function readAudit(tx: Tx, reach: AuditReach, seq: number): Promise<AuditView | undefined> {
  const row = await selectAuditEntry(tx, MAIN_LOG, reach, seq);
  return row === undefined ? undefined : viewOf(row);
}

function viewOf(row: AuditRow): AuditView {
  const body = row.body.toString('utf8');
  return {
    record: readRecord(row.body) ?? unreadableRecord(row),
    bytes: row.body,
    body,
    leaf: row.leaf.toString('hex'),
    leafMatches: leafHash(row.body).equals(row.leaf),
  };
}
