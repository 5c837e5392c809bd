import { z } from 'zod';
import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { encodeCursor, numericCursor, paging, searchText } from './cursor';
import { defineOperation, type OperationContext } from './operation';
import { listOf, momentOf, quarantineShape } from './shapes';

const none = z.object({});

/** Gateways whose quarantined input the caller may see; `undefined` is all, also those nobody knows. */
export function quarantineReach({ app, actor }: Pick<OperationContext, 'app' | 'actor'>) {
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
