import { DAY_MS, type Instant } from '../time';
import type { Sign } from './suggest';

/** When a certificate is worth renewing, and how far a clock may be off (reference: playbooks, P2 and P9). */
const RENEW_WITHIN_MS = 30 * DAY_MS;
const CLOCK_OFF_MS = 1_000;

/** What can be the matter with a gateway without anybody having reported it. */
interface GatewayCondition {
  link: string;
  certificateNotAfter: Instant | null;
  clockOffsetMs: number | null;
}

/** What is the matter with a gateway now, by the names of the events that tell of it. */
export function gatewaySigns(gateway: GatewayCondition, now: Instant): Sign[] {
  const { link, certificateNotAfter, clockOffsetMs } = gateway;
  const left = certificateNotAfter === null ? Infinity : certificateNotAfter - now;
  const types = [
    left <= 0 ? ['cert.expired'] : left < RENEW_WITHIN_MS ? ['cert.expiring'] : [],
    link === 'offline' || link === 'silent' ? ['gw.offline'] : [],
    Math.abs(clockOffsetMs ?? 0) > CLOCK_OFF_MS ? ['time.drift'] : [],
  ].flat();
  return types.map((type) => ({ type, facts: {} }));
}

/** What is the matter with a drive: its maker serves it no more from the day named. */
export function driveSigns({ endOfService }: { endOfService: string | undefined }, now: Instant): Sign[] {
  if (endOfService === undefined || Date.parse(endOfService) > now) return [];
  return [{ type: 'vuln.eol_product', facts: {} }];
}
