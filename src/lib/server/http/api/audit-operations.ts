import { z } from 'zod';
import type { ExportLine } from '../../../domain/audit/export-format';
import { DomainError } from '../../../domain/errors';
import { siteId, zoneId } from '../../../domain/ids';
import { perform } from '../../access/perform';
import { noteExport } from '../../access/note-export';
import { auditReach } from '../../../domain/audit/reach';
import { listAudit, objectFilter, readAudit } from '../../audit/list';
import { encodeCursor, numericCursor, paging, searchMoment, searchText } from './cursor';
import { defineOperation } from './operation';
import { auditShape, listOf } from './shapes';

const none = z.object({});

/** What entries can be looked for by. */
const filterFields = {
  actor: searchText(200),
  /** Whole, or its beginning up to a dot. */
  action: searchText(100),
  /** A type, or a type and an id: `person` or `person:kim`. */
  object: searchText(300),
  objectType: searchText(100),
  objectId: searchText(200),
  zone: zoneId.optional(),
  site: siteId.optional(),
  result: z.enum(['done', 'refused', 'failed']).optional(),
  from: searchMoment,
  to: searchMoment,
};
const filterShape = z.object(filterFields);

function filterOf({ object, from, to, ...rest }: z.output<typeof filterShape>) {
  return {
    ...rest,
    ...(object === undefined ? {} : objectFilter(object)),
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}

export const listAuditEntries = defineOperation({
  path: '/audit',
  summary: 'Audit entries of the caller’s own scope, newest first',
  action: 'audit.view',
  params: none,
  query: z.object({ ...paging, ...filterFields }),
  response: listOf(auditShape),
  async run({ query }, { app, actor }) {
    const { limit, cursor, ...fields } = query;
    const reach = auditReach(actor, app.plant());
    const filter = { ...filterOf(fields), before: numericCursor('audit', cursor) };
    const page = await app.database.read((tx) => listAudit(tx, reach, filter, limit));
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

const TEXT = 'text/plain; charset=utf-8';
const textAnswer = (text: string, name?: string): Response =>
  new Response(text, {
    headers: {
      'content-type': TEXT,
      ...(name === undefined ? {} : { 'content-disposition': `attachment; filename="${name}"` }),
    },
  });

export const readCheckpoint = defineOperation({
  path: '/audit/checkpoint',
  summary: 'The newest signed checkpoint of the audit log, as a note (C2SP tlog-checkpoint)',
  action: 'audit.view',
  params: none,
  query: none,
  response: z.string(),
  media: 'text/plain',
  run(_input, { app }) {
    const signed = app.audit.checkpoint();
    if (signed === undefined)
      throw new DomainError('audit.not-signed', noneYet(app.audit.health().signing.refused));
    return textAnswer(signed.note);
  },
});

const noneYet = (refused: string | undefined): string =>
  refused === undefined ? 'Nothing has been signed yet.' : `Nothing is signed. ${refused}`;

export const readProof = defineOperation({
  path: '/audit/{seq}/proof',
  summary:
    'Proof that an entry stands in the signed log (C2SP tlog-proof); the entry’s `body` is what it proves',
  action: 'audit.view',
  params: z.object({ seq: z.coerce.number().int().nonnegative() }),
  query: none,
  response: z.string(),
  media: 'text/plain',
  async run({ params }, { app, actor }) {
    const reach = auditReach(actor, app.plant());
    const entry = await app.database.read((tx) => readAudit(tx, reach, params.seq));
    if (entry === undefined) throw new DomainError('not-found');
    const proof = await app.audit.proof({ seq: params.seq, body: entry.bytes });
    return textAnswer(proof, `audit-${params.seq}.tlog-proof`);
  },
});

export const exportAuditLog = defineOperation({
  path: '/audit/export',
  summary: 'Entries with everything needed to verify them elsewhere: `zonewatch audit verify FILE`',
  action: 'audit.export',
  params: none,
  query: filterShape,
  response: z.string(),
  media: 'application/jsonl',
  async run({ query }, { app, actor, meta }) {
    const filter = filterOf(query);
    const reach = auditReach(actor, app.plant(), 'audit.export');
    // Who took what along is an act like others, and stands in what they take.
    await perform(app, actor, noteExport, { filter: query }, meta);
    const lines = await app.audit.export({ reach, filter });
    const day = new Date(app.clock.now()).toISOString().slice(0, 10);
    return new Response(streamOf(lines), {
      headers: {
        'content-type': 'application/jsonl; charset=utf-8',
        'content-disposition': `attachment; filename="audit-${day}.jsonl"`,
      },
    });
  },
});

/** Lines as bytes, made as fast as they are taken. */
function streamOf(lines: AsyncGenerator<ExportLine>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (error) {
        controller.error(error);
      }
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
