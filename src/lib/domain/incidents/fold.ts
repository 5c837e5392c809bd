import type { PersonId, SiteId, ZoneId } from '../ids';
import type { Instant } from '../time';
import { CLAIM_IDLE_MS } from './claim';
import type { IncidentEntry } from './entry';
import { nextEscalation } from './escalation';
import { isOpenPhase, type IncidentPhase } from './phase';
import type { IncidentSeverity } from './severity';
import type { IncidentVerdict } from './verdict';

/** All that is true of an incident now; the sum of its entries and of nothing else. */
export interface IncidentStatus {
  title: string;
  phase: IncidentPhase;
  severity: IncidentSeverity;
  verdict: IncidentVerdict | null;
  site: SiteId | null;
  zone: ZoneId | null;
  openedAt: Instant;
  openedBy: PersonId | null;
  rule: string | null;
  updatedAt: Instant;
  acknowledged: { by: PersonId; at: Instant; note: string } | null;
  claim: { by: PersonId; until: Instant } | null;
  assignee: PersonId | null;
  processOwner: PersonId | null;
  /** Why people are called anew, since when, and by which entry; absent while the opening is what calls them. */
  call?: { why: 'worse' | 'reopened'; at: Instant; entry: number };
  /** Last step of the escalation that was taken; 0 is the opening, or what called anew. */
  escalationStep: number;
  escalatesAt: Instant | null;
  alarms: number;
  events: number;
  drives: number;
  entries: number;
  closedAt: Instant | null;
}

/** Adds the entries up. Throws when they are no history: the first must open it, and no number may be missing. */
export function fold(entries: readonly IncidentEntry[]): IncidentStatus {
  const [first, ...rest] = entries;
  if (first === undefined) throw new Error('an incident has at least the entry that opened it');
  return rest.reduce(foldOn, begin(first));
}

/** What opening it makes true. */
export function begin(entry: IncidentEntry): IncidentStatus {
  const { what, number, at, by } = entry;
  if (what.kind !== 'opened' || number !== 1) throw new Error('an incident begins with its opening');
  return {
    title: what.title,
    phase: 'detected',
    severity: what.severity,
    verdict: null,
    site: what.site,
    zone: what.zone,
    openedAt: at,
    openedBy: by,
    rule: what.rule,
    updatedAt: at,
    acknowledged: null,
    claim: null,
    assignee: null,
    processOwner: null,
    escalationStep: 0,
    escalatesAt: nextEscalation(what.severity, at, 0),
    alarms: 0,
    events: 0,
    drives: 0,
    entries: 1,
    closedAt: null,
  };
}

/** What one more entry makes of it. */
export function foldOn(before: IncidentStatus, entry: IncidentEntry): IncidentStatus {
  if (entry.number !== before.entries + 1) {
    throw new Error(`entry ${entry.number} does not follow entry ${before.entries}`);
  }
  const after = {
    ...before,
    claim: kept(before.claim, entry),
    ...changed(before, entry),
    ...calledAnew(before, entry),
    entries: entry.number,
    updatedAt: entry.at,
  };
  const waits = isOpenPhase(after.phase) && after.acknowledged === null;
  return {
    ...after,
    escalatesAt: waits ? nextEscalation(after.severity, calledSince(after), after.escalationStep) : null,
  };
}

/** Since when somebody is to acknowledge it. */
export const calledSince = ({ call, openedAt }: Pick<IncidentStatus, 'call' | 'openedAt'>): Instant =>
  call?.at ?? openedAt;

/** So bad that whoever acknowledged something milder has not acknowledged this. */
const GRAVE = 2;

/**
 * An acknowledgement holds for what was acknowledged. What the rules find to be grave while nobody is on the way
 * to it, and what is opened again, has to be acknowledged anew; who did so before stays in the history. Where the
 * escalation still runs, a rise only hurries it.
 */
function calledAnew(
  before: IncidentStatus,
  { what, by, at, number }: IncidentEntry,
): Partial<IncidentStatus> {
  const isOpen = isOpenPhase(before.phase);
  const isWorse =
    what.kind === 'severity' && by === null && what.to < what.from && what.to <= GRAVE && isOpen;
  const isReopened = what.kind === 'moved' && !isOpen && isOpenPhase(what.to);
  if (!isReopened && !(isWorse && before.escalatesAt === null)) return {};
  const why = isReopened ? 'reopened' : 'worse';
  return { acknowledged: null, escalationStep: 0, call: { why, at, entry: number } };
}

function changed(before: IncidentStatus, { what, at, by, reason }: IncidentEntry): Partial<IncidentStatus> {
  switch (what.kind) {
    case 'opened':
      throw new Error('an incident is opened once');
    case 'linked': {
      const count = (kind: string) => what.links.filter((link) => link.kind === kind).length;
      return {
        alarms: before.alarms + count('alarm'),
        events: before.events + count('event'),
        drives: before.drives + count('drive'),
      };
    }
    case 'acknowledged':
      return by === null ? {} : { acknowledged: { by, at, note: reason } };
    case 'claimed':
      return by === null ? {} : { claim: { by, until: what.until } };
    case 'released':
      return { claim: null };
    case 'assigned':
      return { assignee: what.assignee, processOwner: what.processOwner };
    case 'severity':
      return { severity: what.to };
    case 'titled':
      return { title: what.title };
    case 'moved':
      return moved(before, what.to, what.verdict, at);
    case 'escalated':
      return { escalationStep: what.step };
    case 'commented':
    case 'pinned':
    case 'delivered':
    case 'run':
      return {};
  }
}

/** Going back to an open phase takes the verdict away; going on from one end to another keeps it. */
function moved(
  before: IncidentStatus,
  to: IncidentPhase,
  verdict: IncidentVerdict | null,
  at: Instant,
): Partial<IncidentStatus> {
  if (isOpenPhase(to)) return { phase: to, verdict: null, closedAt: null };
  return {
    phase: to,
    verdict: verdict ?? before.verdict,
    closedAt: before.closedAt ?? at,
    claim: null,
  };
}

/** Whoever holds the claim and does something is not idle. */
const kept = (claim: IncidentStatus['claim'], { by, at }: IncidentEntry): IncidentStatus['claim'] =>
  claim !== null && claim.by === by ? { by, until: Math.max(claim.until, at + CLAIM_IDLE_MS) } : claim;
