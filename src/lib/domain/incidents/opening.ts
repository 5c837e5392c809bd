import type { Places } from './places';
import { calls, type IncidentRule, type Opening, type Threshold } from './rule';
import { NAMED_TYPES } from './rules';
import type { IncidentSeverity } from './severity';
import type { IncidentSignal } from './signal';

/** The opening that signals add up to. */
interface Hit {
  title: string;
  severity: IncidentSeverity;
  /** The first signal of those that made it. */
  signal: IncidentSignal;
}

/**
 * The worst opening of a rule that the signals satisfy, or undefined.
 *
 * @param pool signals of one group, oldest first
 */
export function satisfied(
  rule: IncidentRule,
  pool: readonly IncidentSignal[],
  places: Places,
): Hit | undefined {
  for (const opening of rule.openings) {
    const signal = firstOf(opening, pool, places);
    if (signal === undefined) continue;
    return { title: titleOf(opening.title, signal, places), severity: opening.severity, signal };
  }
  return undefined;
}

function firstOf(
  opening: Opening,
  pool: readonly IncidentSignal[],
  places: Places,
): IncidentSignal | undefined {
  const calling = pool.filter(
    (signal) => calls(signal) && isOfTypes(opening, signal) && !isExcused(opening, signal, pool),
  );
  const { threshold } = opening;
  return threshold === undefined
    ? calling[0]
    : calling.find((_, i) => reaches(threshold, calling.slice(i), places));
}

const isOfTypes = ({ types }: Opening, signal: IncidentSignal): boolean =>
  types === 'other-alarms'
    ? signal.kind === 'alarm' && !NAMED_TYPES.has(signal.type)
    : types.includes(signal.type);

const isExcused = (
  { excusedBy }: Opening,
  signal: IncidentSignal,
  pool: readonly IncidentSignal[],
): boolean =>
  excusedBy !== undefined &&
  pool.some(
    ({ type, at }) =>
      excusedBy.types.includes(type) && at <= signal.at && signal.at - at <= excusedBy.withinMs,
  );

/** Whether the first signal and those soon after it are of enough different ones. */
function reaches(threshold: Threshold, [first, ...rest]: readonly IncidentSignal[], places: Places): boolean {
  if (first === undefined) return false;
  const { distinct, withinMs, orEvery, atLeast } = threshold;
  const near = [first, ...rest.filter(({ at }) => at - first.at <= withinMs)];
  const seen = new Set(near.map((signal) => valueOf(signal, distinct)));
  const every = orEvery === undefined ? atLeast : places.gatewaysOf(first.site);
  return seen.size >= Math.max(1, Math.min(atLeast, every));
}

function valueOf(signal: IncidentSignal, distinct: Threshold['distinct']): string {
  switch (distinct) {
    case 'gateway':
      return signal.gateway ?? '';
    case 'drive':
      return signal.drive ?? signal.gateway ?? '';
    case 'signal':
      return `${signal.kind}:${signal.id}`;
  }
}

/** Fills the names of where it happened into a rule's title. */
function titleOf(template: string, signal: IncidentSignal, places: Places): string {
  const names: Record<string, string> = {
    gateway: places.gatewayName(signal.gateway),
    drive: signal.drive === null ? places.gatewayName(signal.gateway) : places.driveName(signal.drive),
    zone: places.zoneName(signal.zone),
    site: places.siteName(signal.site),
    key: signal.key,
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
}
