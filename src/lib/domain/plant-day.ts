import { DAY_MS, MINUTE_MS, type Instant } from './time';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Start of the plant-local day that `now` lies in. `timeZone` is an IANA name; an unknown one counts as UTC. */
export function startOfLocalDay(now: Instant, timeZone: string): Instant {
  const guess = now - timeOfDayMs(now, timeZone);
  // Where a clock change lies between midnight and now, the first guess misses midnight by it.
  const off = timeOfDayMs(guess, timeZone);
  if (off === 0) return guess;
  return off > DAY_MS / 2 ? guess + (DAY_MS - off) : guess - off;
}

/** Milliseconds since local midnight by the wall clock. */
function timeOfDayMs(at: Instant, timeZone: string): number {
  const parts = format(timeZone).formatToParts(at);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const ms = ((at % 1_000) + 1_000) % 1_000;
  return ((part('hour') % 24) * 60 + part('minute')) * MINUTE_MS + part('second') * 1_000 + ms;
}

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = create(timeZone) ?? create('UTC') ?? new Intl.DateTimeFormat('en-GB');
  formats.set(timeZone, made);
  return made;
}

function create(timeZone: string): Intl.DateTimeFormat | undefined {
  const fields = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone });
  } catch {
    return undefined;
  }
}
