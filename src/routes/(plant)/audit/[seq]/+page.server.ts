import { changesIn } from '$lib/domain/audit/changes';
import type { AuditRecord } from '$lib/domain/audit/entry';
import { auditReach } from '$lib/domain/audit/reach';
import { DomainError } from '$lib/domain/errors';
import { readAudit, type AuditView } from '$lib/server/audit/list';
import type { AuditLog } from '$lib/server/audit/log';
import { pageLoad } from '$lib/server/http/page-load';
import { words } from '../rows.server';
import type { PageServerLoadEvent } from './$types';

export const load = pageLoad('audit.view', async ({ params }: PageServerLoadEvent, { app, actor }) => {
  const seq = /^\d{1,15}$/.test(params.seq) ? Number(params.seq) : undefined;
  const reach = auditReach(actor, app.plant());
  const view = seq === undefined ? undefined : await app.database.read((tx) => readAudit(tx, reach, seq));
  if (view === undefined) throw new DomainError('not-found');
  const { record, body, leaf, leafMatches } = view;
  const { changes, rest } = changesIn(record.facts);
  return {
    seq: record.seq,
    at: Date.parse(record.ts),
    facts: factsOf(record, rest),
    changes: changes.map(({ name, before, after }) => ({ name, before: words(before), after: words(after) })),
    body,
    leaf,
    leafMatches,
    proof: await proofOf(app.audit, view),
  };
});

/** The proof, or why there is none: a page that shows an entry must not fail with its proof. */
async function proofOf(
  log: AuditLog,
  { record, bytes }: AuditView,
): Promise<{ text: string } | { why: string }> {
  try {
    return { text: await log.proof({ seq: record.seq, body: bytes }) };
  } catch (error) {
    if (error instanceof DomainError) return { why: error.message };
    throw error;
  }
}

const SYNCED = new Map([
  [true, 'set by a time server'],
  [false, 'not set by a time server'],
  [null, 'not known whether right'],
]);

/** The entry in a reader's order; what it does not have is left out. */
function factsOf(record: AuditRecord, rest: AuditRecord['facts']): { name: string; value: string }[] {
  const all: [string, string | null][] = [
    ['Clock', SYNCED.get(record.time_quality.synced) ?? null],
    ['Who', record.actor.id],
    ['Known by', record.actor.auth_method],
    ['Session', record.actor.session],
    ['Roles then', record.actor.roles.join(', ') || 'none'],
    ['Action', record.action],
    ['On what', `${record.object.type} ${record.object.id}`],
    ['Zone', record.object.zone],
    ['Site', record.object.site],
    ['Result', record.result],
    ['Reason', record.reason],
    ['Hash of the object before', record.before_hash],
    ['Hash of the object after', record.after_hash],
    ['From', record.src_ip],
    ['Request', record.request_id],
    ...Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : { name, value }));
}
