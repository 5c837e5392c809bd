import { Duplex } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { Handle } from '@sveltejs/kit';
import { acceptedCodings, type ContentCoding } from './content-coding';

/**
 * Routes whose answers are packed on their way: lists and pages of the plant, as large as the plant.
 *
 * A packed body's length tells whoever watches the line how much of it repeats itself. Where a body holds a
 * secret beside words that somebody else may choose, trying words finds the secret out (BREACH). So packing
 * has to be asked for here, route by route, and only for what holds no secret and repeats no free text of
 * the address. Sessions live in a cookie that no body repeats, and forms carry no tokens; pages to sign in,
 * with passwords or a person's sessions, and the log of who did what stay as they are. What is left to guess
 * at, by one who can both put words on a gateway and watch the line, is the names on a page of the plant.
 */
export const PACKED: ReadonlySet<string> = new Set([
  '/(plant)/overview',
  '/(plant)/sites',
  '/(plant)/sites/[site=siteId]',
  '/(plant)/drives/[drive=driveId]',
  '/(plant)/gateways',
  '/(plant)/gateways/[gateway=gatewayId]',
  '/api/v1/sites',
  '/api/v1/zones',
  '/api/v1/gateways',
  '/api/v1/drives',
  '/api/v1/drives/[id]',
  '/api/v1/drives/[id]/latest',
  '/api/v1/drives/[id]/history',
  '/api/v1/openapi.json',
]);

/** Below this the headers of a packed answer cost about what is saved. */
const SMALLEST_BYTES = 1_024;

/**
 * Packs the answers of the listed routes in the coding that the client likes best. Files of the build are
 * not met here: they lie packed on disk.
 */
export const compression: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (!PACKED.has(event.route.id ?? '')) return response;
  const { body, headers, status } = response;
  headers.append('vary', 'accept-encoding');
  const [coding] = acceptedCodings(event.request.headers.get('accept-encoding'));
  // The length of what comes in parts is not known beforehand; that is a page with its history.
  const length = Number(headers.get('content-length') ?? SMALLEST_BYTES);
  if (coding === undefined || body === null || status !== 200 || length < SMALLEST_BYTES) return response;
  headers.set('content-encoding', coding);
  headers.delete('content-length');
  // The mark of the unpacked bytes is not that of these; a mark that only says "the same facts" may stay.
  if (!headers.get('etag')?.startsWith('W/')) headers.delete('etag');
  const packed = body.pipeThrough(Duplex.toWeb(packers[coding]()) as ReadableWritablePair<Uint8Array>);
  return new Response(packed, { status, headers });
};

/**
 * Each part leaves packed when it comes, and does not wait for the next: the frame of a page is painted
 * before its history has been read. Brotli's middle quality takes a few milliseconds for a megabyte.
 */
const packers: Record<ContentCoding, () => Duplex> = {
  br: () =>
    createBrotliCompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    }),
  gzip: () => createGzip({ flush: constants.Z_SYNC_FLUSH }),
};
