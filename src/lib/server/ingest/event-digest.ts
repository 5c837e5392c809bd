import { createHash } from 'node:crypto';
import { MINUTE_MS, type Instant } from '../../domain/time';

/** Within this, the same event without a device time is a repetition. */
const WINDOW_MS = 5 * MINUTE_MS;

/**
 * What marks an event as the same: sender, type, device time and content. Without a device time, time is cut
 * into windows, and the window before counts too, so that a repetition is found between five and ten minutes
 * after the first, whatever crashed meanwhile.
 */
export function eventDigests(
  parts: { gateway: string; entity: string; type: string; time: Instant | undefined; payload: Buffer },
  receivedAt: Instant,
): { digest: string; earlierDigest: string | undefined } {
  const digestAt = (time: string): string => {
    const hash = createHash('sha256');
    hash.update(JSON.stringify([parts.gateway, parts.entity, parts.type, time]));
    return hash.update(parts.payload).digest('hex');
  };
  if (parts.time !== undefined) return { digest: digestAt(String(parts.time)), earlierDigest: undefined };
  const window = Math.floor(receivedAt / WINDOW_MS);
  return { digest: digestAt(`in ${window}`), earlierDigest: digestAt(`in ${window - 1}`) };
}
