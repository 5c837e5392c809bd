import { z } from 'zod';
import { days, rule, verdict, word, type Rule } from './rule';

const bool = z.boolean();
const MONTHS_12 = 366;

/** What gateways report of their clock, their logs and their own upkeep. */
export const OPERATION_RULES = {
  /** `{synchronised, offsetMs?, source?}`; how far off it is, nobody knows of a clock that is not synchronised. */
  'gw.ntp': rule(
    z.object({ synchronised: bool, offsetMs: z.number().optional(), source: word.optional() }),
    ({ synchronised, offsetMs, source }) => {
      if (!synchronised) return verdict(false, 'not synchronised');
      if (offsetMs === undefined) return undefined;
      return verdict(
        Math.abs(offsetMs) < 1_000,
        `${Math.round(offsetMs)} ms off${source ? `, by ${source}` : ''}`,
      );
    },
  ),
  'gw.ntp.nts': rule(z.object({ authenticated: bool }), ({ authenticated }) =>
    verdict(authenticated, authenticated ? 'authenticated' : 'not authenticated'),
  ),
  /** `{usedPct, warning}` of the partition of the audit log. */
  'gw.log.disk': rule(z.object({ usedPct: z.number().min(0).max(100), warning: bool }), (raw) =>
    verdict(
      raw.usedPct < 80 && raw.warning,
      `${Math.round(raw.usedPct)} % used, warning ${raw.warning ? 'set' : 'not set'}`,
    ),
  ),
  /** `{limits, outOfMemory}`: events of the last 7 days. */
  'gw.resources': rule(z.object({ limits: bool, outOfMemory: z.number().int().min(0) }), (raw) =>
    verdict(
      raw.limits && raw.outOfMemory === 0,
      `limits ${raw.limits ? 'set' : 'not set'}, out of memory ${raw.outOfMemory} times`,
    ),
  ),
  /** `{automatic, ageDays, restoreTestDays}`; a test that never was is left out. */
  'gw.backup': rule(z.object({ automatic: bool, ageDays: days, restoreTestDays: days.optional() }), (raw) =>
    verdict(
      raw.automatic && raw.ageDays <= 7 && (raw.restoreTestDays ?? Infinity) <= MONTHS_12,
      `${raw.automatic ? 'automatic' : 'by hand'}, ${Math.round(raw.ageDays)} d old, ` +
        (raw.restoreTestDays === undefined
          ? 'never restored'
          : `restored ${Math.round(raw.restoreTestDays)} d ago`),
    ),
  ),
  /** `{baseline}`: whether it was its secure baseline after the last restart. */
  'gw.power': rule(z.object({ baseline: bool }), ({ baseline }) =>
    verdict(
      baseline,
      baseline ? 'baseline after the last restart' : 'not its baseline after the last restart',
    ),
  ),
} as const satisfies Record<string, Rule>;
