import type { Handle } from '@sveltejs/kit';
import { DomainError } from '../../domain/errors';
import { problemResponse } from './problem';
import { asDomainError } from './unexpected';

/** Larger than any form or message of ours; streams without a length are cut by the server itself (512 KiB). */
const MAX_BODY_BYTES = 256 * 1_024;

/** Refuses bodies that announce more than is accepted, before reading them. */
export const bodyLimit: Handle = ({ event, resolve }) => {
  const announced = Number(event.request.headers.get('content-length') ?? 0);
  if (announced <= MAX_BODY_BYTES) return resolve(event);
  const error = new DomainError(
    'input.too-large',
    `At most ${MAX_BODY_BYTES / 1_024} KiB are accepted here.`,
  );
  return problemResponse(asDomainError(error, event), event.locals.requestId);
};
