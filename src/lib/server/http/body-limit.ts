import type { Handle } from '@sveltejs/kit';
import { DomainError } from '../../domain/errors';
import { MOST_ADVISORY_CHARACTERS } from '../../domain/advisories/limits';
import { INGEST_PATH, MOST_INGEST_BYTES } from './log-ingest';
import { problemResponse } from './problem';
import { asDomainError } from './unexpected';

/** Larger than any form or message of ours; streams without a length are cut by the server itself (src/main.js). */
const MAX_BODY_BYTES = 256 * 1_024;

/** Playbooks and lists of devices are given whole. */
const WHOLE_PATHS: ReadonlySet<string> = new Set([
  '/api/v1/playbooks',
  '/api/v1/playbooks/lint',
  '/api/v1/assets',
]);
const MOST_WHOLE_BYTES = 1_024 * 1_024;
const ADVISORY_PATH = '/api/v1/advisories';

function mostOf(path: string): number {
  // Log records come in batches.
  if (path === INGEST_PATH) return MOST_INGEST_BYTES;
  if (path === ADVISORY_PATH) return MOST_ADVISORY_CHARACTERS;
  return WHOLE_PATHS.has(path) ? MOST_WHOLE_BYTES : MAX_BODY_BYTES;
}

/** Refuses bodies that announce more than is accepted, before reading them. */
export const bodyLimit: Handle = ({ event, resolve }) => {
  const announced = Number(event.request.headers.get('content-length') ?? 0);
  const most = mostOf(event.url.pathname);
  if (announced <= most) return resolve(event);
  const error = new DomainError('input.too-large', `At most ${most / 1_024} KiB are accepted here.`);
  return problemResponse(asDomainError(error, event), event.locals.requestId);
};
