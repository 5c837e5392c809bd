import type { AlarmTotals } from '$lib/live/alarm-totals';
import { activeOf, sum, withheldOf } from '$lib/live/alarm-totals';
import type { FloodView } from '$lib/protocol/alarms';
import { formatAge } from '$lib/ui/format/age';
import { formatNumber } from '$lib/ui/format/number';
import { ALARMS } from '../links';
import type { BannerLine } from './banner-line';

/** What the banner knows of alarms as a whole. */
export interface AlarmFacts {
  totals: AlarmTotals;
  /** Whether that is fresh: only then "none" may be said (reference: ux, A28). */
  isCurrent: boolean;
  path: 'unknown' | 'alive' | 'dead';
  /** Server time of the last canary. */
  lastCanaryAt: number | undefined;
  /** The sound was armed and the browser has stopped it. */
  soundLost: boolean;
  floods: readonly FloodView[];
  now: number;
}

/** What is wrong with the way of alarms itself, or holds for all of them. */
export function alarmLines(facts: AlarmFacts): BannerLine[] {
  const lines: BannerLine[] = [];
  if (facts.path === 'dead') {
    const since = facts.lastCanaryAt === undefined ? '' : ` for ${formatAge(facts.now - facts.lastCanaryAt)}`;
    lines.push({
      weight: 'broken',
      where: 'alarm path',
      text: `Alarm path dead: no test alarm came through${since}. New alarms may not be shown.`,
    });
  }
  if (facts.soundLost) {
    lines.push({
      weight: 'problem',
      where: 'sound',
      text: 'Alarm sound is off: press any key or click anywhere.',
    });
  }
  for (const { name, annunciations, since } of facts.floods) {
    lines.push({
      weight: 'warning',
      where: 'flood',
      text: `Alarm flood at ${name}: ${formatNumber(annunciations)} new in 10 min.`,
      since,
      href: ALARMS,
    });
  }
  if (!facts.isCurrent) {
    lines.push({
      weight: 'unknown',
      where: 'alarms',
      text: 'Whether there are alarms is unknown at present.',
    });
  }
  return lines;
}

/** What is said where nothing waits for an answer; undefined while that is not known. */
export function calmText({ totals, isCurrent }: AlarmFacts): string | undefined {
  if (!isCurrent) return undefined;
  if (sum(totals.unacknowledged) > 0) {
    return `${formatNumber(sum(totals.unacknowledged))} alarms wait for an answer.`;
  }
  const active = activeOf(totals);
  const withheld = withheldOf(totals);
  if (active > 0) return `No alarm waits for an answer; ${formatNumber(active)} acknowledged or returned.`;
  return withheld > 0 ? `No active alarms; ${formatNumber(withheld)} withheld.` : 'No active alarms.';
}
