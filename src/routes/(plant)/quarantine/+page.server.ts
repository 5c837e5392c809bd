import { z } from 'zod';
import { gatewayId } from '$lib/domain/ids';
import type { QuarantineRow } from '$lib/components/quarantine/quarantine-row';
import { quarantineReach } from '$lib/server/http/api/record-operations';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

const PAGE = 50;
const text = z
  .string()
  .trim()
  .max(100)
  .regex(/^[^\0]*$/)
  .catch('');
const filterShape = z.object({
  gateway: text,
  reason: text,
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

export const load = pageLoad('quarantine.view', async ({ url }: PageServerLoadEvent, { app, actor }) => {
  const { gateway, reason, before } = filterShape.parse(Object.fromEntries(url.searchParams));
  const reach = quarantineReach({ app, actor });
  const rows = await app.quarantine({
    limit: PAGE + 1,
    beforeId: before,
    gateways: withinReach(gateway, reach),
    reason: reason || undefined,
  });
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    filter: { gateway, reason },
    messages: page.map(({ head, ...row }): QuarantineRow => ({
      ...row,
      text: textOf(head),
      hex: hexOf(head),
    })),
    older: rows.length > PAGE && last !== undefined ? olderThan(url, last.id) : undefined,
  };
});

/** The gateways asked for that the person may see; `undefined` is all of them. */
function withinReach(asked: string, reach: ReturnType<typeof quarantineReach>) {
  if (asked === '') return reach;
  const id = gatewayId.safeParse(asked);
  return id.success && (reach === undefined || reach.includes(id.data)) ? [id.data] : [];
}

/** Bytes as text: what is no text, and what would move a screen's cursor, is a replacement sign. */
const textOf = (bytes: Buffer): string => bytes.toString('utf8').replace(/[^\P{C}\n\t]/gu, '\uFFFD');

const hexOf = (bytes: Buffer): string =>
  (bytes.toString('hex').match(/.{1,32}/g) ?? []).map((line) => line.replace(/..(?=.)/g, '$& ')).join('\n');

function olderThan(url: URL, id: number): string {
  const query = new URLSearchParams(url.searchParams);
  query.set('before', String(id));
  return `/quarantine?${query}`;
}
