import { z } from 'zod';
import { canSomewhere } from '$lib/domain/access/can';
import { audienceOf } from '$lib/domain/access/visibility';
import { auditReach } from '$lib/domain/audit/reach';
import { DAY_MS } from '$lib/domain/time';
import { listAudit, objectFilter } from '$lib/server/audit/list';
import { pageLoad } from '$lib/server/http/page-load';
import { rowOf } from './rows.server';
import { trustOf } from './trust.server';
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
  object: text,
  zone: text,
  site: text,
  result: z.enum(['', 'done', 'refused', 'failed']).catch(''),
  /** Days in UTC, both included. */
  from: z.iso.date().or(z.literal('')).catch(''),
  to: z.iso.date().or(z.literal('')).catch(''),
  before: z.coerce.number().int().nonnegative().optional().catch(undefined),
});

export const load = pageLoad('audit.view', async (event: PageServerLoadEvent, { app, actor }) => {
  event.depends('zonewatch:audit');
  const { url } = event;
  const { before, ...filter } = filterShape.parse(Object.fromEntries(url.searchParams));
  const plant = app.plant();
  const reach = auditReach(actor, plant);
  const wanted = {
    actor: filter.actor || undefined,
    action: filter.action || undefined,
    ...(filter.object === '' ? {} : objectFilter(filter.object)),
    zone: filter.zone || undefined,
    site: filter.site || undefined,
    result: filter.result || undefined,
    from: filter.from === '' ? undefined : Date.parse(filter.from),
    to: filter.to === '' ? undefined : Date.parse(filter.to) + DAY_MS,
    before,
  };
  const page = await app.database.read((tx) => listAudit(tx, reach, wanted, PAGE));
  const audience = audienceOf(actor, plant, 'audit.view');
  const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
  return {
    filter,
    entries: page.items.map(rowOf),
    older: olderThan(url, page.next),
    isNewest: before === undefined,
    places: {
      zones: plant.zones.filter(({ id }) => audience.zones.has(id)).map(named),
      sites: plant.sites.filter(({ id }) => audience.sites.has(id)).map(named),
    },
    trust: trustOf(app.audit.health(), reach === 'everything'),
    readAt: app.clock.now(),
    exportHref: canSomewhere(actor, 'audit.export') ? exportOf(filter) : undefined,
  };
});

function olderThan(url: URL, next: number | undefined): string | undefined {
  if (next === undefined) return undefined;
  const query = new URLSearchParams(url.searchParams);
  query.set('before', String(next));
  return `/audit?${query}`;
}

/** The export of what the filter finds; the API takes moments, not days. */
function exportOf({ from, to, ...rest }: Omit<z.output<typeof filterShape>, 'before'>): string {
  const query = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== ''));
  if (from !== '') query.set('from', new Date(from).toISOString());
  if (to !== '') query.set('to', new Date(Date.parse(to) + DAY_MS).toISOString());
  return `/api/v1/audit/export${query.size === 0 ? '' : `?${query}`}`;
}
