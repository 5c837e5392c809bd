import type { Handle } from '@sveltejs/kit';
import { isApiPath } from './request-meta';

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
} as const;

/** Pages get theirs, with the hashes of their own scripts, from the framework's settings. */
const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";
const A_YEAR_S = 31_536_000;

/** What keeps other sites from framing, sniffing or listening in. Over TLS, the browser is told to stay there. */
export const securityHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const { headers } = response;
  for (const [name, value] of Object.entries(EVERYWHERE)) headers.set(name, value);
  if (event.url.protocol === 'https:') {
    headers.set('strict-transport-security', `max-age=${A_YEAR_S}; includeSubDomains`);
  }
  if (isApiPath(event.url.pathname) && !headers.has('content-security-policy')) {
    headers.set('content-security-policy', NO_CONTENT_POLICY);
  }
  // What one person saw must not be shown to the next at the same console.
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
  return response;
};
