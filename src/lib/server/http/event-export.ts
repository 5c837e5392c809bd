import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { canSomewhere } from '../../domain/access/can';
import { DomainError } from '../../domain/errors';
import { toOcsf } from '../../domain/security/ocsf';
import type { SecurityEventView } from '../../protocol/security-events';
import { parseInput } from '../access/perform';
import { eventReach, pageOfEvents, type EventPosition } from '../detection/list';
import { eventFilters, filterOf, pageEvents } from './api/event-operations';
import type { Operation } from './api/operation';
import { csvOf } from './csv';
import { problemResponse } from './problem';
import { asDomainError } from './unexpected';

const PAGE = 500;
/** A file of more is of no use to a spreadsheet; who wants all asks page by page. */
const MOST_ROWS = 100_000;

// prettier-ignore
const COLUMNS = [
  'id', 'type', 'title', 'severity', 'response', 'kind', 'site', 'zone', 'gateway', 'drive', 'key', 'count',
  'firstSeenAt', 'lastSeenAt', 'sourceTime', 'clearedAt', 'source', 'alarm', 'incident', 'text',
] as const;

const exportQuery = z.object({ ...eventFilters, format: z.enum(['csv', 'jsonl', 'ocsf']) });

/** The list of events, or, where the request asks for a format, all that its filter finds as a file. */
export const listEvents: Operation = {
  ...pageEvents,
  handle: (event) => (event.url.searchParams.has('format') ? exportEvents(event) : pageEvents.handle(event)),
};

async function exportEvents(event: RequestEvent): Promise<Response> {
  const { app, actor, requestId } = event.locals;
  try {
    if (actor === undefined) throw new DomainError('access.sign-in-needed');
    if (!canSomewhere(actor, 'report.export')) throw new DomainError('access.denied');
    const params = Object.fromEntries(event.url.searchParams);
    const { limit: _, cursor: __, ...rest } = params;
    const { format, ...filters } = parseInput(exportQuery, rest);
    const reach = eventReach(actor, app.plant());
    const page = (after: EventPosition | undefined) =>
      app.database.read((tx) => pageOfEvents(tx, reach, filterOf(filters), { limit: PAGE, after }));
    // Asked before the answer begins, so that a faulty request is answered as one.
    const first = await page(undefined);
    const day = new Date(app.clock.now()).toISOString().slice(0, 10);
    return new Response(rowsOf(first, page, FORMATS[format], app.build), {
      headers: {
        'content-type': FORMATS[format].media,
        'content-disposition': `attachment; filename="security-events-${day}.${FORMATS[format].extension}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (failure) {
    return problemResponse(asDomainError(failure, event), requestId);
  }
}

type Page = Awaited<ReturnType<typeof pageOfEvents>>;

/** The rows of all pages, each page read when the one before was taken. */
function rowsOf(
  first: Page,
  next: (after: EventPosition) => Promise<Page>,
  { head, write }: Format,
  build: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let page: Page | undefined = first;
  let rows = 0;
  return new ReadableStream({
    start: (stream) => stream.enqueue(encoder.encode(head)),
    async pull(stream) {
      const { items, next: after } = page ?? first;
      rows += items.length;
      stream.enqueue(encoder.encode(write(items, build)));
      page = after === undefined || rows >= MOST_ROWS ? undefined : await next(after);
      if (page === undefined) stream.close();
    },
  });
}

interface Format {
  media: string;
  extension: string;
  head: string;
  /** `build` is what of this program has written it. */
  write(items: readonly SecurityEventView[], build: string): string;
}

const CSV_HEAD = csvOf(COLUMNS, []);

const LINES = { media: 'application/x-ndjson', head: '' } as const;

const FORMATS: Readonly<Record<'csv' | 'jsonl' | 'ocsf', Format>> = {
  csv: {
    media: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    head: CSV_HEAD,
    write: (items) => csvOf(COLUMNS, items.map(withDates)).slice(CSV_HEAD.length),
  },
  jsonl: { ...LINES, extension: 'jsonl', write: (items) => items.map(line).join('') },
  // What the catalogue has no type for has no class there either: records that nobody understands are left out.
  ocsf: {
    ...LINES,
    extension: 'ocsf.jsonl',
    write: (items, build) =>
      items
        .map((view) => toOcsf(view, build))
        .filter((event) => event !== undefined)
        .map(line)
        .join(''),
  },
};

const line = (value: object): string => `${JSON.stringify(value)}\n`;

const dateOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const withDates = (view: SecurityEventView) => ({
  ...view,
  firstSeenAt: dateOf(view.firstSeenAt),
  lastSeenAt: dateOf(view.lastSeenAt),
  sourceTime: dateOf(view.sourceTime),
  clearedAt: dateOf(view.clearedAt),
});
