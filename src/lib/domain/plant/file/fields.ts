import { z } from 'zod';
import { MAIN_DEVICE } from '../entity';

/** Text as people read it: one line, no control characters, nothing but itself at its ends. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u, 'must be one line of text and not be empty')
    .refine((text) => text.trim() === text, 'must not begin or end with spaces');

const positive = z.number().positive().max(1e6);

export const ratedData = z
  .strictObject({
    powerKw: positive.optional().describe('Shaft power in kW.'),
    currentA: positive.optional().describe('Output current in A.'),
    voltageV: positive.optional().describe('Motor voltage in V.'),
    frequencyHz: positive.optional().describe('Motor frequency in Hz.'),
    speedRpm: positive.optional().describe('Motor speed in rpm at the motor frequency.'),
    mainsV: positive.optional().describe('Mains voltage in V, line to line.'),
  })
  .describe('Name-plate data. Leave out what you do not know: it is never guessed, and less is judged.');

const band = z.tuple([z.number(), z.number()]);

export const signalLimits = z
  .strictObject({
    ll: z.number().optional().describe('Very low: near the trip.'),
    l: z.number().optional().describe('Low: warns.'),
    h: z.number().optional().describe('High: warns.'),
    hh: z.number().optional().describe('Very high: near the trip.'),
    normal: band.optional().describe('Normal band, from and to.'),
    range: band.optional().describe('Ends of the indicator, from and to.'),
  })
  .describe('Display limits in the unit of the signal. They protect nothing; the drive does that itself.');

export const limitsBySignal = z
  .record(line(64), signalLimits)
  .describe('Display limits by signal, such as heatsink_temp_c. What is left out comes from the family.');

export const CONTROL_TIMEOUT_ACTIONS = [
  'off',
  'freeze',
  'stop',
  'jog',
  'max-speed',
  'stop-and-trip',
  'other',
] as const;

export const controlTimeout = z
  .strictObject({
    seconds: z.number().min(0).max(18_000).describe('Time without control word, in seconds (VLT 8-03).'),
    action: z
      .enum(CONTROL_TIMEOUT_ACTIONS)
      .describe('What the drive does then (VLT 8-04). VLT leaves it off.'),
  })
  .describe('What the drive does when its control word stops: VLT 8-03 and 8-04, or the equivalent.');

const UNIT_MS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 } as const;
const INTERVAL = /^(\d+(?:\.\d+)?) ?(ms|s|min|h)$/;
const [SHORTEST_MS, LONGEST_MS] = [100, 24 * 3_600_000];

/** Milliseconds of an interval such as `500ms`, `1s` or `5min`; `undefined` when it is none. */
export function intervalMs(text: string): number | undefined {
  const [, count, unit] = INTERVAL.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const ms = Math.round(Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  return ms >= SHORTEST_MS && ms <= LONGEST_MS ? ms : undefined;
}

export const interval = z
  .string()
  .max(20)
  .regex(INTERVAL, 'must be a number with ms, s, min or h, such as 1s')
  .refine((text) => !INTERVAL.test(text) || intervalMs(text) !== undefined, 'must lie between 100ms and 24h')
  .describe('How often the gateway sends a sample, such as 500ms, 1s or 5min. 1s when left out.');

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, such as 2027-12-31')
  .refine((text) => isDay(text), 'is no day of the calendar');

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

export const timeZone = z
  .string()
  .max(64)
  .refine((name) => isTimeZone(name), 'is no time zone; write an IANA name, such as Europe/Copenhagen')
  .describe('IANA time zone of the site, such as Europe/Copenhagen. Its times are shown in it.');

function isTimeZone(name: string): boolean {
  // Short names such as CET are accepted by Intl and do not say which place is meant.
  if (!name.includes('/')) return name === 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const entity = z
  .string()
  .max(200)
  .regex(
    /^([^/+#\p{Cc}\p{Cs}]+|[^/+#\p{Cc}\p{Cs}]+(\/[^/+#\p{Cc}\p{Cs}]*){3})$/u,
    'must be a child-device name, such as pump-01, or a whole entity id of four segments',
  )
  .refine((name) => name !== 'main' && name !== MAIN_DEVICE, 'main is the gateway itself, not a drive')
  .describe(
    'Name under which the gateway sends this drive: its thin-edge child device, such as pump-01, or a whole entity id, such as device/pump-01//.',
  );
