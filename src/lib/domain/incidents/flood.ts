import { SECOND_MS, type Instant } from '../time';
import type { Places } from './places';
import type { IncidentSignal } from './signal';

/** So many alarms of one gateway within so long are a flood: nobody answers them one by one. */
export const FLOOD = { atLeast: 20, withinMs: 10 * SECOND_MS } as const;

const WORDS = 'Flood of alarms from ';

/** What belongs to an incident already. */
interface Before {
  title: string;
  openedAt: Instant;
  alarms: number;
}

/**
 * The title of an incident that is a flood of alarms, when it turns out to be one: whatever else it is called,
 * people have to see that there are more than can be answered. Undefined for what is none, or is called so already.
 */
export function floodTitle(
  title: string,
  signals: readonly IncidentSignal[],
  places: Places,
  before?: Before,
): string | undefined {
  if (title.startsWith(WORDS)) return undefined;
  const alarms = signals.filter(({ kind, gateway }) => kind === 'alarm' && gateway !== null);
  const [first] = alarms;
  if (first === undefined) return undefined;
  const near = alarms.filter(
    ({ gateway, at }) => gateway === first.gateway && at - first.at <= FLOOD.withinMs,
  );
  const isSoon = before !== undefined && first.at - before.openedAt <= FLOOD.withinMs;
  if (near.length + (isSoon ? before.alarms : 0) < FLOOD.atLeast) return undefined;
  return `${WORDS}${places.gatewayName(first.gateway)}: ${title}`;
}
