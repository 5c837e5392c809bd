import { z } from 'zod';
import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { auditReach, listAudit } from '../../audit/list';
import { encodeCursor, numericCursor, paging } from './cursor';
import { defineOperation, type OperationContext } from './operation';
import { auditShape, listOf, momentOf, quarantineShape } from './shapes';

const none = z.object({});
const moment = z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-11-20T09:00:00Z' });

/** Text to look for; the database knows no NUL, so nothing with one is ever found. */
const searchText = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, 'holds a NUL')
    .optional();

/** Gateways whose quarantined input the caller may see; `undefined` is all, also those nobody knows. */
export function quarantineReach({ app, actor }: OperationContext) {
  const plant = app.plant();
  const audience = audienceOf(actor, plant, 'quarantine.view');
  if (audience.everything) return undefined;
  return plant.gateways.filter((gateway) => canSeePlaced(audience, gateway)).map((gateway) => gateway.id);
}

export const listQuarantine = defineOperation({
  path: '/quarantine',
  summary: 'Input that could not be used, newest first',
  action: 'quarantine.view',
  params: none,
  query: z.object({
    ...paging,
    gateway: searchText(64),
    reason: searchText(64),
  }),
  response: listOf(quarantineShape),
  async run({ query }, context) {
    const reach = quarantineReach(context);
    const ofGateway = context.app.plant().gateways.filter((one) => one.id === query.gateway);
    const named = query.gateway === undefined ? undefined : ofGateway.map((one) => one.id);
    const rows = await context.app.quarantine({
      limit: query.limit + 1,
      beforeId: numericCursor('quarantine', query.cursor),
      gateways: named === undefined ? reach : named.filter((id) => reach === undefined || reach.includes(id)),
      reason: query.reason,
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map(({ head, firstSeenAt, lastSeenAt, ...row }) => ({
        ...row,
        firstSeenAt: momentOf(firstSeenAt),
        lastSeenAt: momentOf(lastSeenAt),
        head: head.toString('base64'),
      })),
      next: rows.length > query.limit && last !== undefined ? encodeCursor('quarantine', last.id) : null,
    };
  },
});

export const listAuditEntries = defineOperation({
  path: '/audit',
  summary: 'Audit entries of the caller’s own scope, newest first',
  action: 'audit.view',
  params: none,
  query: z.object({
    ...paging,
    actor: searchText(200),
    action: searchText(100),
    objectType: searchText(100),
    objectId: searchText(200),
    result: z.enum(['done', 'refused', 'failed']).optional(),
    from: moment.optional(),
    to: moment.optional(),
  }),
  response: listOf(auditShape),
  async run({ query }, { app, actor }) {
    const { limit, cursor, from, to, ...filter } = query;
    const reach = auditReach(actor, app.plant());
    const page = await app.database.read((tx) =>
      listAudit(
        tx,
        reach,
        {
          ...filter,
          from: from === undefined ? undefined : Date.parse(from),
          to: to === undefined ? undefined : Date.parse(to),
          before: numericCursor('audit', cursor),
        },
        limit,
      ),
    );
    return {
      items: page.items.map(({ record, body, leaf }) => ({
        seq: record.seq,
        at: record.ts,
        actor: record.actor.id,
        action: record.action,
        object: {
          type: record.object.type,
          id: record.object.id,
          zone: record.object.zone,
          site: record.object.site,
        },
        result: record.result,
        reason: record.reason,
        leaf,
        body,
      })),
      next: page.next === undefined ? null : encodeCursor('audit', page.next),
    };
  },
});
