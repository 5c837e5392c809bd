import { can } from '../../domain/access/can';
import type { Actor } from '../../domain/access/roles';
import { INSTALLATION, siteSubject } from '../../domain/access/subject';
import { audienceOf } from '../../domain/access/visibility';
import { auditRecord, type AuditRecord } from '../../domain/audit/entry';
import type { Plant } from '../../domain/plant/model';
import {
  selectAuditEntries,
  selectAuditEntry,
  type AuditFilter,
  type AuditReach,
  type AuditRow,
} from '../storage/audit-store';
import type { Tx } from '../storage/database';
import { MAIN_LOG } from './append';
import { leafHash } from './leaf';

type Places = Pick<Plant, 'zones' | 'sites'>;

/** An entry as read back: its fields, its very bytes as text, and whether the leaf still belongs to them. */
export interface AuditView {
  record: AuditRecord;
  body: string;
  leaf: string;
  leafMatches: boolean;
}

/** The part of the log that the actor may read: what lies in the zones and sites of their own scope. */
export function auditReach(actor: Actor, plant: Places): AuditReach {
  if (can(actor, 'audit.view', INSTALLATION).allowed) return 'everything';
  return {
    zones: [...audienceOf(actor, plant, 'audit.view').zones],
    sites: plant.sites
      .filter((site) => can(actor, 'audit.view', siteSubject(site)).allowed)
      .map((site) => site.id),
  };
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
    record: auditRecord.parse(JSON.parse(body)),
    body,
    leaf: row.leaf.toString('hex'),
    leafMatches: leafHash(row.body).equals(row.leaf),
  };
}
