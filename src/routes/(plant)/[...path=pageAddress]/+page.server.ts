import { DomainError } from '$lib/domain/errors';
import { pageLoad } from '$lib/server/http/page-load';

/** An address where nothing is, so that the error stands inside the frame, with the ways on. */
export const load = pageLoad('signed-in', () => {
  throw new DomainError('not-found', 'There is no page at this address.');
});
