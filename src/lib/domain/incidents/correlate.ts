import type { IncidentId, SiteId, ZoneId } from '../ids';
import type { Instant } from '../time';
import { floodTitle } from './flood';
import { satisfied } from './opening';
import type { Places } from './places';
import type { IncidentRule } from './rule';
import { NAMED_TYPES, RULES } from './rules';
import type { IncidentSeverity } from './severity';
import type { IncidentSignal } from './signal';

/** An open incident of a rule, and when its newest signal came. */
export interface OpenIncident {
  id: IncidentId;
  rule: string;
  group: string;
  severity: IncidentSeverity;
  title: string;
  openedAt: Instant;
  /** How many alarms belong to it. */
  alarms: number;
  lastSignalAt: Instant;
}

/** A signal that did not open anything and may yet belong to what opens next. */
export interface PendingSignal {
  rule: string;
  group: string;
  signal: IncidentSignal;
}

/** What was there before, of the groups that the signals touch. */
export interface Known {
  open: readonly OpenIncident[];
  pending: readonly PendingSignal[];
  /** `linkedKey` of what an incident of that rule has already, open or closed. */
  linked: ReadonlySet<string>;
}

/** An incident to be opened. */
export interface Opened {
  rule: string;
  group: string;
  title: string;
  severity: IncidentSeverity;
  site: SiteId | null;
  zone: ZoneId | null;
  /** Oldest first; with those that had waited. */
  signals: readonly IncidentSignal[];
  lastSignalAt: Instant;
}

/** An open incident that goes on; `signals` may be none when only known ones were seen again. */
export interface Fed {
  incident: IncidentId;
  signals: readonly IncidentSignal[];
  /** What it turns out to be with them, when that is worse than what it was. */
  worse: { severity: IncidentSeverity; title: string } | undefined;
  /** What it is called from now on, when that is something else. */
  title: string | undefined;
  lastSignalAt: Instant;
}

export interface Outcome {
  opened: readonly Opened[];
  fed: readonly Fed[];
  /** Everything that waits now in the groups touched; what waited there before and is not here is done with. */
  pending: readonly PendingSignal[];
}

/** A signal in a rule's group. */
interface Placed {
  rule: IncidentRule;
  group: string;
  signal: IncidentSignal;
}

/** Most signals that wait in one group; a flood of scans must not fill memory. */
const MOST_PENDING = 100;

export const linkedKey = (rule: string, { kind, id }: Pick<IncidentSignal, 'kind' | 'id'>): string =>
  `${rule} ${kind}:${id}`;

/** The groups a signal falls into: none for what no rule asks about. */
export const place = (signal: IncidentSignal): Placed[] =>
  RULES.filter((rule) => asksFor(rule, signal)).map((rule) => ({
    rule,
    group: groupOf(rule, signal),
    signal,
  }));

/**
 * Decides what signals open and what they feed. Signals of one group belong to one incident as long as each
 * comes within the rule's window of another; the result does not depend on their order.
 */
export function correlate(known: Known, signals: readonly IncidentSignal[], places: Places): Outcome {
  const groups = grouped(signals.flatMap(place));
  const opened: Opened[] = [];
  const fed: Fed[] = [];
  const pending: PendingSignal[] = [];
  for (const { rule, group, signals: ofGroup } of groups) {
    const outcome = correlateGroup(known, rule, group, ofGroup, places);
    opened.push(...outcome.opened);
    fed.push(...outcome.fed);
    pending.push(...outcome.pending);
  }
  return { opened, fed, pending };
}

function correlateGroup(
  known: Known,
  rule: IncidentRule,
  group: string,
  signals: readonly IncidentSignal[],
  places: Places,
): Outcome {
  const isHere = (one: { rule: string; group: string }) => one.rule === rule.id && one.group === group;
  const isNew = (signal: IncidentSignal) => !known.linked.has(linkedKey(rule.id, signal));
  const fresh = inOrder(distinct(signals.filter(isNew)));
  const newest = Math.max(...signals.map(({ at }) => at));
  const oldest = Math.min(...signals.map(({ at }) => at));
  const open = known.open
    .filter(isHere)
    .find(
      ({ lastSignalAt }) => oldest - lastSignalAt <= rule.windowMs && lastSignalAt - newest <= rule.windowMs,
    );
  if (open !== undefined) return { ...NOTHING, fed: [feed(open, rule, fresh, newest, places)] };

  const waiting = known.pending.filter(isHere).map(({ signal }) => signal);
  const pool = inOrder(distinct([...waiting, ...fresh])).filter(({ at }) => newest - at <= keptMs(rule));
  const hit = fresh.length === 0 ? undefined : satisfied(rule, pool, places);
  if (hit === undefined) {
    const kept = pool.slice(-MOST_PENDING).map((signal) => ({ rule: rule.id, group, signal }));
    return { ...NOTHING, pending: kept };
  }
  const { site } = hit.signal;
  const zone = rule.group === 'site' ? null : hit.signal.zone;
  const { severity } = hit;
  const title = floodTitle(hit.title, pool, places) ?? hit.title;
  return {
    ...NOTHING,
    opened: [{ rule: rule.id, group, title, severity, site, zone, signals: pool, lastSignalAt: newest }],
  };
}

interface Group {
  rule: IncidentRule;
  group: string;
  signals: IncidentSignal[];
}

function grouped(placed: readonly Placed[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { rule, group, signal } of placed) {
    const key = `${rule.id} ${group}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { rule, group, signals: [signal] });
    else known.signals.push(signal);
  }
  return [...groups.values()];
}

const NOTHING: Outcome = { opened: [], fed: [], pending: [] };

function feed(
  open: OpenIncident,
  rule: IncidentRule,
  fresh: readonly IncidentSignal[],
  newest: Instant,
  places: Places,
): Fed {
  const hit = satisfied(rule, fresh, places);
  const isWorse = hit !== undefined && hit.severity < open.severity;
  const title = isWorse ? hit.title : open.title;
  const flood = floodTitle(title, fresh, places, open);
  return {
    incident: open.id,
    signals: fresh,
    worse: isWorse ? { severity: hit.severity, title: hit.title } : undefined,
    title: flood ?? (isWorse ? hit.title : undefined),
    lastSignalAt: Math.max(newest, open.lastSignalAt),
  };
}

function asksFor(rule: IncidentRule, signal: IncidentSignal): boolean {
  if (rule.context.includes(signal.type)) return true;
  return rule.openings.some(({ types }) =>
    types === 'other-alarms'
      ? signal.kind === 'alarm' && signal.gateway !== null && !NAMED_TYPES.has(signal.type)
      : types.includes(signal.type),
  );
}

/** What has no gateway, zone or site is grouped by the next larger thing that it has. */
function groupOf({ group }: IncidentRule, { gateway, zone, site }: IncidentSignal): string {
  if (group === 'gateway' && gateway !== null) return `gateway:${gateway}`;
  if (group !== 'site' && zone !== null) return `zone:${zone}`;
  return site === null ? 'plant' : `site:${site}`;
}

/** A rule without context needs to remember no longer than its thresholds look back. */
const keptMs = ({ context, windowMs, openings }: IncidentRule): number =>
  context.length > 0 ? windowMs : Math.max(...openings.map(({ threshold }) => threshold?.withinMs ?? 0));

const inOrder = (signals: readonly IncidentSignal[]): IncidentSignal[] =>
  [...signals].sort((a, b) => a.at - b.at || a.kind.localeCompare(b.kind) || a.id - b.id);

const distinct = (signals: readonly IncidentSignal[]): IncidentSignal[] => [
  ...new Map(signals.map((signal) => [`${signal.kind}:${signal.id}`, signal])).values(),
];
