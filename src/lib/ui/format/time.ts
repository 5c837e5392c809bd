type Style = 'time' | 'minute' | 'date' | 'zone';

const OPTIONS = {
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  zone: { hour: '2-digit', timeZoneName: 'short' },
} as const satisfies Record<Style, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs far more than using it.
function format(style: Style, timeZone: string): Intl.DateTimeFormat {
  const key = `${style} ${timeZone}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { ...OPTIONS[style], timeZone });
    formats.set(key, found);
  }
  return found;
}

/** `14:03:22` in the given IANA zone. */
export const formatTime = (ms: number, timeZone: string): string => format('time', timeZone).format(ms);

/** `14:03` in the given IANA zone. */
export const formatMinute = (ms: number, timeZone: string): string => format('minute', timeZone).format(ms);

/** `12 Mar 2027` in the given IANA zone. */
export const formatDate = (ms: number, timeZone: string): string => format('date', timeZone).format(ms);

/** Short name of the zone at that moment: `CET`, `CEST`, `GMT+8`. */
export function zoneTag(ms: number, timeZone: string): string {
  const part = format('zone', timeZone)
    .formatToParts(ms)
    .find((p) => p.type === 'timeZoneName');
  return part?.value ?? timeZone;
}

/** `2026-11-21 13:03:22.417 UTC`: the moment itself, to the millisecond. */
export const formatUtc = (ms: number): string =>
  `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '')} UTC`;

/** Time alone on the same plant-local day as `now`, else date and time: an old moment must not look like today's. */
export function formatMoment(ms: number, now: number, timeZone: string): string {
  const day = formatDate(ms, timeZone);
  const time = formatTime(ms, timeZone);
  return day === formatDate(now, timeZone) ? time : `${day} ${time}`;
}
