import type { RequestEvent } from '@sveltejs/kit';
import type { RequestMeta } from '../access/command';

/** Where the request comes from; proxies that the settings name have been seen through already. */
export function addressOf(event: Pick<RequestEvent, 'getClientAddress'>): string | undefined {
  try {
    return event.getClientAddress();
  } catch {
    // Prerendering and some tests have no client.
    return undefined;
  }
}

/** What commands and their audit entries may know of a request. */
export const metaOf = (
  event: Pick<RequestEvent, 'locals' | 'request' | 'getClientAddress'>,
): RequestMeta => ({
  requestId: event.locals.requestId,
  address: addressOf(event),
  userAgent: event.request.headers.get('user-agent') ?? undefined,
  sessionId: event.locals.session?.sessionId,
});

/** Whether the one who asks would rather read a page than data. */
export const wantsPage = (request: Request): boolean =>
  (request.headers.get('accept') ?? '').includes('text/html');

export const isApiPath = (pathname: string): boolean => pathname === '/api' || pathname.startsWith('/api/');
