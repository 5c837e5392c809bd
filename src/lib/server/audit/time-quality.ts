import { existsSync } from 'node:fs';
import type { TimeQuality } from '../../domain/audit/entry';
import { MINUTE_MS } from '../../domain/time';
import type { Clock } from '../clock';

/** systemd-timesyncd writes this file once the clock has been set from a time server. */
const SYNCED_MARK = '/run/systemd/timesync/synchronized';
/** Exists where that service runs at all; without it nothing here tells whether the clock is right. */
const SERVICE_DIRECTORY = '/run/systemd/timesync';

/**
 * What the machine says of its own clock, asked at most once a minute. Offset and uncertainty stay `null`:
 * no file tells them, and a guess would be worse than none.
 */
export function machineTimeQuality(
  clock: Clock,
  exists: (path: string) => boolean = existsSync,
): () => TimeQuality {
  let askedAt = -Infinity;
  let quality: TimeQuality = { synced: null, offset_ms: null, unc_ms: null };
  return () => {
    const now = clock.now();
    if (Math.abs(now - askedAt) >= MINUTE_MS) {
      askedAt = now;
      const synced = exists(SYNCED_MARK) ? true : exists(SERVICE_DIRECTORY) ? false : null;
      quality = { synced, offset_ms: null, unc_ms: null };
    }
    return quality;
  };
}
