import type { Delays, Reading } from '../../../domain/alarms/debounce';
import { staleAfterMs } from '../../../domain/telemetry/quality';
import { SECOND_MS, type Instant } from '../../../domain/time';
import type { GatewayLink } from '../../../protocol/down';
import type { DriveWatch } from './drive-watch';
import type { Reporter, Telling } from './reporter';
import { COMM_SLOT } from './slots';
import { step } from './step';

/** How the gateway of a drive stands, and whether it is told to be offline. */
export interface GatewayStanding {
  link: GatewayLink;
  isToldOffline: boolean;
}

/** Silence that is told (reference: drives, section 8): three intervals, and never less than this. */
const SILENCE_FLOOR_MS = 15 * SECOND_MS;
const POLLS = 3;

/** What of that silence is left when a value has gone stale. */
export const silenceDelayMs = (intervalMs: number): number =>
  Math.max(POLLS * intervalMs, SILENCE_FLOOR_MS) - staleAfterMs(intervalMs);

/**
 * Whether the drive answers. While its gateway is gone and nobody was told so yet, the drive waits: the cause is
 * always told first. Silence behind a gateway that we keep waiting ourselves is nobody's fault.
 */
export function judgeLink(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  const reading = linkReading(watch);
  if (reading === 'hold' || (reading === 'normal' && watch.conditions.size === 0)) return;
  const isChanged = step(watch, COMM_SLOT, reading, now, NaN, delaysOf(watch));
  const telling = (): Telling => ({ text: textOf(watch, now) });
  if (isChanged) reporter.tell(watch, COMM_SLOT, now, telling);
}

function linkReading({ live, gateway: { link, isToldOffline } }: DriveWatch): Reading | 'hold' {
  if (live.freshness === 'never') return 'hold';
  if (live.freshness === 'live') return 'normal';
  if (live.lostReason === 'link-lost' || isToldOffline) return 'active';
  return live.lostReason !== 'gateway-offline' && link === 'live' ? 'active' : 'hold';
}

function delaysOf({ live, drive }: DriveWatch): Delays {
  const polls = POLLS * drive.expectedIntervalMs;
  const offDelayMs = Math.max(polls, COMM_SLOT.delays.offDelayMs);
  switch (live.lostReason) {
    case 'gateway-offline':
      return { onDelayMs: 0, offDelayMs };
    case 'link-lost':
      return { onDelayMs: polls, offDelayMs };
    case 'silent':
    case undefined:
      return { onDelayMs: silenceDelayMs(drive.expectedIntervalMs), offDelayMs };
  }
}

function textOf({ live, drive }: DriveWatch, now: Instant): string {
  switch (live.lostReason) {
    case 'gateway-offline':
      return `Nothing is heard of it: ${drive.gateway} is offline`;
    case 'link-lost':
      return 'The gateway reads only zeros: its link to the drive is lost';
    case 'silent':
    case undefined: {
      const silentS = Math.round((now - (live.lastReceivedAt ?? now)) / SECOND_MS);
      return `Nothing heard for ${silentS} s, while ${drive.gateway} is connected`;
    }
  }
}
