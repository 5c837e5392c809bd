import { z } from 'zod';
import type { AuditRow } from '$lib/components/audit/audit-row';
import { DAY_MS } from '$lib/domain/time';
import { auditReach, listAudit, type AuditView } from '$lib/server/audit/list';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

const PAGE = 100;
const text = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\0]*$/)
  .catch('');

const filterShape = z.object({
  actor: text,
  action: text,
  result: z.enum(['', 'done', 'refused', 'failed']).catch(''),
  /** Days in UTC, both included. */
  from: z.iso.date().or(z.literal('')).catch(''),
  to: z.iso.date().or(z.literal('')).catch(''),
  before: z.coerce.number().int().nonnegative().optional().catch(undefined),
});

export const load = pageLoad('audit.view', async ({ url }: PageServerLoadEvent, { app, actor }) => {
  const { before, ...filter } = filterShape.parse(Object.fromEntries(url.searchParams));
  const page = await app.database.read((tx) =>
    listAudit(
      tx,
      auditReach(actor, app.plant()),
      {
        actor: filter.actor || undefined,
        action: filter.action || undefined,
        result: filter.result || undefined,
        from: filter.from === '' ? undefined : Date.parse(filter.from),
        to: filter.to === '' ? undefined : Date.parse(filter.to) + DAY_MS,
        before,
      },
      PAGE,
    ),
  );
  return { filter, entries: page.items.map(rowOf), older: olderThan(url, page.next) };
});

function rowOf({ record }: AuditView): AuditRow {
  const { type, id } = record.object;
  return {
    seq: record.seq,
    at: Date.parse(record.ts),
    actor: record.actor.id,
    action: record.action,
    object: type === id ? type : `${type} ${id}`,
    result: record.result,
    remark: remarkOf(record),
  };
}

/** Reason and facts in a line. A refusal tells its code, and how often where that was more than once. */
function remarkOf({ result, reason, facts }: AuditView['record']): string {
  const { code, times } = facts;
  const told =
    result === 'refused'
      ? [code, typeof times === 'number' && times > 1 ? `${times} times` : '']
      : Object.entries(facts).map(([name, value]) => (value === '' ? '' : `${name} ${value}`));
  return [reason, ...told].filter(Boolean).join('; ');
}

function olderThan(url: URL, next: number | undefined): string | undefined {
  if (next === undefined) return undefined;
  const query = new URLSearchParams(url.searchParams);
  query.set('before', String(next));
  return `/audit?${query}`;
}
