import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { SECOND_MS } from '../../domain/time';
import { parseInput } from '../access/perform';
import type { App, PostedRecord } from '../app';
import { problemResponse } from './problem';
import { asDomainError } from './unexpected';

/** Of a whole request; the body limit of that path (body-limit.ts) is the same. */
export const MOST_INGEST_BYTES = 1_024 * 1_024;
export const INGEST_PATH = '/api/v1/ingest';
const MOST_RECORDS = 2_000;
/** Whoever posts is told to come again rather than kept waiting longer than its own patience. */
const COMMIT_WITHIN_MS = 20 * SECOND_MS;

const record = z
  .object({
    program: z.string().max(256).optional(),
    line: z.string().optional(),
    json: z.record(z.string(), z.unknown()).optional(),
    time: z.union([z.string().max(40), z.number()]).optional(),
  })
  .refine((one) => (one.line === undefined) !== (one.json === undefined), 'needs either line or json');

/** What is posted as JSON. */
export const postedRecords = z.object({ records: z.array(record).min(1).max(MOST_RECORDS) });

/**
 * Takes log records of the gateway that the request's token speaks for: JSON `{records: [...]}`, or plain text
 * with a line each. Answers only when they are committed, so that whoever hears nothing sends them again.
 */
export async function receiveRecords(event: RequestEvent): Promise<Response> {
  const { app, requestId } = event.locals;
  try {
    const { clock, tokens } = app;
    const owner = await tokens.authenticate(event.request.headers.get('authorization'), clock.now());
    const records = await readRecords(event.request);
    tokens.spend(owner.id, records.length, clock.now());
    await committed(app, app.postRecords(owner.gateway, records));
    return Response.json(
      { accepted: records.length },
      { status: 202, headers: { 'cache-control': 'no-store' } },
    );
  } catch (failure) {
    const problem = problemResponse(asDomainError(failure, event), requestId);
    if (problem.status === 401) problem.headers.set('www-authenticate', 'Bearer realm="zonewatch ingest"');
    return problem;
  }
}

async function readRecords(request: Request): Promise<readonly PostedRecord[]> {
  const type = request.headers.get('content-type') ?? '';
  const text = await request.text();
  if (Buffer.byteLength(text) > MOST_INGEST_BYTES) {
    throw new DomainError('input.too-large', 'At most 1 MiB is accepted at once.');
  }
  if (/^text\/plain\b/i.test(type)) return linesOf(text);
  if (!/^application\/(json|[a-z.+-]+\+json)\b/i.test(type)) {
    throw new DomainError('input.invalid', 'Send application/json or text/plain.');
  }
  return parseInput(postedRecords, parsed(text)).records;
}

function linesOf(text: string): readonly PostedRecord[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length === 0) throw new DomainError('input.invalid', 'There is no line in it.');
  if (filled.length > MOST_RECORDS) {
    throw new DomainError('input.too-large', `At most ${MOST_RECORDS} lines are accepted at once.`);
  }
  return filled.map((line) => ({ line }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('input.invalid', 'The body is not JSON.');
  }
}

async function committed({ clock }: App, records: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  const late = clock.sleep(COMMIT_WITHIN_MS, waiting.signal).then(() => 'late' as const);
  const outcome = await Promise.race([records, late]);
  waiting.abort();
  if (outcome === 'late') {
    throw new DomainError('database.unavailable', 'They are not written down yet. Send them again.');
  }
}
