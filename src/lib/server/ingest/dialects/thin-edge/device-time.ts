import type { Instant } from '../../../../domain/time';

const ISO_WITH_ZONE =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/;

/** Dates outside this cannot be represented, whatever they claim. */
const MAX_INSTANT = 8_640_000_000_000_000;

/**
 * thin-edge's `time`: ISO 8601 with a zone, or unix seconds, whole or decimal. Returns `undefined` for
 * anything else, a time without a zone included: nobody knows which moment that is.
 */
export function parseDeviceTime(value: unknown): Instant | undefined {
  if (typeof value === 'number') {
    const ms = Math.round(value * 1_000);
    return Math.abs(ms) <= MAX_INSTANT ? ms : undefined;
  }
  return typeof value === 'string' && value.length <= 40 ? parseIso(value) : undefined;
}

function parseIso(text: string): Instant | undefined {
  const match = ISO_WITH_ZONE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', , sign, zoneHour = '0', zoneMinute = '0'] =
    match;
  const h = Number(hour);
  const m = Number(minute);
  const s = Number(second);
  if (h > 23 || m > 59 || s > 60 || Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // A day that does not exist rolls over into the next month; it is a mistake, not that other day.
  if (midnight.getUTCDate() !== Number(day) || midnight.getUTCMonth() !== Number(month) - 1) return undefined;
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  const ms = Math.floor(Number(`0.${fraction || '0'}`) * 1_000);
  return midnight.getTime() + ((h * 60 + m) * 60 + s) * 1_000 + ms - zone;
}
