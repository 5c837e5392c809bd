import type { DayCount, DrillCount, DurationCount, StandCount } from './figure';

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** `1 zone`, `3 zones`, `no zone`. */
export function counted(count: number, noun: string): string {
  if (count === 0) return `no ${noun}`;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a number was before, where that is known and different. */
const was = (now: number, before: number | null): string => {
  if (before === null) return '';
  return before === now ? ' (as before)' : ` (was ${before})`;
};

/** A length of time in one unit that fits it. */
export function durationText(seconds: number): string {
  if (seconds < 2 * MINUTE_S) return `${Math.round(seconds)} s`;
  if (seconds < 2 * HOUR_S) return `${Math.round(seconds / MINUTE_S)} min`;
  if (seconds < 2 * DAY_S) return `${(seconds / HOUR_S).toFixed(1)} h`;
  return `${(seconds / DAY_S).toFixed(1)} d`;
}

/** How many zones are where they should be; what cannot be shown is never counted as good. */
export function zonesSentence(now: StandCount, before: StandCount | undefined, all: number): string {
  if (now.known === 0) return 'No zone had been judged.';
  const shown = now.unproven - now.below;
  const met = now.known - now.unproven;
  const past = before !== undefined && before.known > 0 ? before : null;
  if (all === 1) return `${STANDS[standOf(now)]}${past === null ? '' : ` (was ${standOf(past)})`}.`;
  const parts = [
    `${now.below} of ${all} zones below target with evidence${was(now.below, past && past.below)}`,
    `${shown} cannot be shown either way${was(shown, past && past.unproven - past.below)}`,
    `${met} at target${was(met, past && past.known - past.unproven)}`,
  ];
  const unjudged = all - now.known;
  if (unjudged > 0) parts.push(`${unjudged} not judged`);
  return `${parts.join('; ')}.`;
}

/** Of one zone. */
const standOf = ({ below, unproven }: StandCount): keyof typeof STANDS =>
  below > 0 ? 'below target' : unproven > 0 ? 'not proven' : 'at target';
const STANDS = {
  'below target': 'Below its target, with evidence',
  'not proven': 'Its target cannot be shown either way',
  'at target': 'At its target',
} as const;

/** One foundational requirement over several zones, or in one. */
export function frSentence(now: StandCount, before: StandCount | undefined, isOneZone: boolean): string {
  if (now.known === 0 || now.gap === null) return 'Not judged.';
  const past = before !== undefined && before.known > 0 ? before : null;
  if (isOneZone) return oneZone(now, past);
  if (now.unproven === 0) return `Every zone is at its target${was(0, past && past.unproven)}.`;
  const shown = now.unproven - now.below;
  const parts = [
    ...(now.below > 0
      ? [`${counted(now.below, 'zone')} below target${was(now.below, past && past.below)}`]
      : []),
    ...(shown > 0 ? [`${shown} not proven${was(shown, past && past.unproven - past.below)}`] : []),
  ];
  return `${capital(parts.join(', '))}; the largest gap is ${counted(now.gap, 'level')}.`;
}

function oneZone({ gap, below }: StandCount, past: StandCount | null): string {
  if (gap === null) return 'Not judged.';
  if (gap === 0) return `The target is confirmed${past === null ? '' : was(0, past.gap)}.`;
  const why = below > 0 ? 'evidence speaks against more' : 'nothing speaks against it, proof is missing';
  return `${capital(counted(gap, 'level'))} short of the target${past === null ? '' : was(gap, past.gap)}: ${why}.`;
}

export function vulnerabilitiesSentence(
  now: DayCount['vulnerabilities'],
  before: DayCount['vulnerabilities'],
): string {
  if (now === null) return 'No advisory has been imported yet, so nothing can be said of vulnerabilities.';
  const open = capital(
    `${counted(now.open, 'vulnerability').replace(/ys$/, 'ies')} open${was(now.open, before && before.open)}`,
  );
  const overdue = now.overdue === 0 ? 'none of them overdue' : `${now.overdue} overdue`;
  return `${open}, ${overdue}${was(now.overdue, before && before.overdue)}.`;
}

export function certificatesSentence(
  now: DayCount['certificates'],
  before: DayCount['certificates'] | undefined,
): string {
  const expired =
    now.expired === 0 ? 'No certificate has expired' : `${counted(now.expired, 'certificate')} expired`;
  const past = was(now.within30, before ? before.within30 : null);
  const soon =
    now.within30 === 0 ? `none ends within 30 days${past}` : `${now.within30} within 30 days${past}`;
  const later = `${now.within90 - now.within30} within 31 to 90`;
  const unseen = now.unseen > 0 ? `; of ${counted(now.unseen, 'gateway')} no certificate was seen` : '';
  return `${expired}; ${soon}, ${later}${unseen}.`;
}

export function supportSentence(now: DayCount['support'], before: DayCount['support'] | undefined): string {
  const ended =
    now.ended === 0
      ? 'No asset is known to be without support'
      : `${counted(now.ended, 'asset')} without support${was(now.ended, before ? before.ended : null)}`;
  return `${capital(ended)}; ${now.ending} will be within two years; of ${now.unknown} no date is known.`;
}

/** `what` as in "incidents were acknowledged". */
export function durationSentence(what: string, now: DurationCount, before: DurationCount): string {
  if (now.count === 0 || now.median === null || now.nineInTen === null) return `No incident was ${what}.`;
  const past =
    before.median === null || before.nineInTen === null
      ? 'nothing to compare with'
      : `before: ${durationText(before.median)} and ${durationText(before.nineInTen)}`;
  return (
    `${capital(counted(now.count, 'incident'))} ${what}: half within ${durationText(now.median)}, ` +
    `nine in ten within ${durationText(now.nineInTen)}; ${past}.`
  );
}

export function drillsSentence(now: DrillCount, before: DrillCount): string {
  const all = now.passed + now.failed + now.cancelled;
  const past = before.passed + before.failed + before.cancelled;
  const then = past === 0 ? 'before: none' : `before: ${before.passed} of ${past}`;
  if (all === 0) return `No drill was held; ${then}.`;
  const cancelled = now.cancelled > 0 ? `, ${now.cancelled} broken off` : '';
  return `${now.passed} of ${counted(all, 'drill')} passed${cancelled}; ${then}.`;
}
