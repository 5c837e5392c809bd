import { staleAfterMs, type Quality } from '$lib/domain/telemetry/quality';
import type { Reading } from '$lib/live/reading';
import type { GatewayHealth } from '$lib/protocol/down';
import { formatAge, formatOffset, formatSpan } from '$lib/ui/format/age';
import { formatNumber } from '$lib/ui/format/number';
import { formatTime } from '$lib/ui/format/time';

/** One check of a value: what was found, against what, and whether that holds; undefined when it cannot be made. */
export interface ValueCheck {
  name: 'fresh' | 'quality' | 'clock' | 'plausible' | 'source';
  found: string;
  against: string;
  holds: boolean | undefined;
}

/** A value as it is checked, with what is known of the way it came. */
export interface CheckedValue {
  reading: Reading;
  unit: string;
  digits: number;
  intervalMs: number;
  /** Bounds of the believable; undefined for signals outside the canon. */
  plausible: readonly [number, number] | undefined;
  gateway: GatewayHealth | undefined;
  /** "VLT FC 202 P-104 as dc_link_v". */
  source: string;
  timeZone: string;
}

/** A device clock that is further off than this is not in step with ours. */
const IN_STEP_MS = 2_000;

const QUALITY_WORDS = {
  good: ['good', 'measured, not substituted'],
  uncertain: ['uncertain', 'no device time, or beyond belief'],
  bad: ['bad', 'the device says that it is not valid'],
  substituted: ['substituted', 'put in by the device for a measured one'],
  simulated: ['simulated', 'no machine stands behind it'],
  manual: ['by hand', 'entered by a person'],
} as const satisfies Record<Quality, readonly [string, string]>;

/** "Is this number true?" (reference: ux, journey 5): fresh, quality, clock, plausible, source. */
export function valueChecks(value: CheckedValue): ValueCheck[] {
  return [fresh(value), quality(value), clock(value), plausible(value), source(value)];
}

function fresh({ reading, intervalMs }: CheckedValue): ValueCheck {
  const found =
    reading.ageMs === undefined
      ? 'never received'
      : `${formatAge(reading.ageMs)} old, expected every ${formatAge(intervalMs)}`;
  const against = `stale at ${formatAge(staleAfterMs(intervalMs))}`;
  return { name: 'fresh', found, against, holds: reading.freshness === 'live' };
}

function quality({ reading }: CheckedValue): ValueCheck {
  if (reading.value === undefined)
    return { name: 'quality', found: 'none', against: 'no value', holds: undefined };
  const [found, against] = QUALITY_WORDS[reading.quality];
  const holds = reading.quality === 'good' || reading.quality === 'simulated';
  return { name: 'quality', found, against, holds };
}

function clock({ reading, gateway, timeZone }: CheckedValue): ValueCheck {
  if (reading.sourceTime === undefined) {
    return { name: 'clock', found: 'no device time', against: 'our own is used', holds: undefined };
  }
  const at = formatTime(reading.sourceTime, timeZone);
  const offset = gateway?.clockOffsetMs ?? undefined;
  if (offset === undefined) {
    return {
      name: 'clock',
      found: `${at} by the device`,
      against: 'its clock was not compared yet',
      holds: undefined,
    };
  }
  const doubt = gateway?.clockUncertaintyMs ?? undefined;
  const isInStep = Math.abs(offset) <= IN_STEP_MS;
  return {
    name: 'clock',
    found: `${at} by the device${doubt === undefined ? '' : `, ± ${formatSpan(doubt)}`}`,
    against: isInStep
      ? `in step with ours, ${formatOffset(offset)}`
      : `${formatOffset(offset)} off ours, corrected for order`,
    holds: isInStep,
  };
}

function plausible({ reading, plausible: bounds, unit, digits }: CheckedValue): ValueCheck {
  const found =
    reading.value === undefined ? 'no value' : `${formatNumber(reading.value, digits)} ${unit}`.trim();
  if (bounds === undefined) return { name: 'plausible', found, against: 'no bounds known', holds: undefined };
  const [low, high] = bounds;
  const holds = reading.value === undefined ? undefined : reading.value >= low && reading.value <= high;
  return {
    name: 'plausible',
    found,
    against: `${formatNumber(low)} to ${formatNumber(high)} ${unit}`.trim(),
    holds,
  };
}

function source({ source: from, gateway }: CheckedValue): ValueCheck {
  const link = gateway?.link;
  return {
    name: 'source',
    found: from,
    against: gateway
      ? `${gateway.name}, ${link === 'held' ? 'held by our database' : link}`
      : 'gateway not known',
    holds: link === undefined ? undefined : link === 'live',
  };
}

/** The answer in a few words. What is simulated is true of the simulation alone. */
export function verdict({ value, freshness, quality: kind }: Reading, checks: readonly ValueCheck[]): string {
  if (value === undefined || freshness === 'never') return 'Nothing was received yet';
  if (freshness === 'lost') return 'It was; what it is now is not known';
  const made = checks.filter(({ holds }) => holds !== undefined);
  const held = made.filter(({ holds }) => holds).length;
  const count = `${held} of ${made.length} checks hold`;
  if (held < made.length) return `Doubtful, ${count}`;
  return kind === 'simulated' ? `In the simulation yes, ${count}` : `Yes, ${count}`;
}
