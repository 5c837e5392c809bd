import type { Instant } from '../time';

/** What a vendor may say of a product. The bare letters of these words mean two things, so they are never used. */
export const MILESTONES = {
  'general-availability': 'General availability',
  'end-of-sales': 'End of sales',
  'end-of-security-support': 'End of security support',
  'end-of-service': 'End of service',
  'end-of-life': 'End of life',
} as const;
export type MilestoneKind = keyof typeof MILESTONES;
export const MILESTONE_KINDS = Object.keys(MILESTONES) as MilestoneKind[];

/** A date as exact as it was published: `2021-05-31`, `2021-05`, `2021-Q2` or `2021`. */
export type VagueDate = string;

export interface Milestone {
  kind: MilestoneKind;
  /** `undefined`: said to have come, but no date was published. */
  at: VagueDate | undefined;
  /** Concluded by us from another date, not published by the vendor. */
  isDerived?: true;
  /** Where it was read. */
  source: string;
  /** What a reader has to know of this date. */
  remark?: string;
  /** Of one that the plant has entered itself: its number, who entered it, and when. */
  entered?: { id: number; by: string; at: Instant };
}

/** What is known of one product's life. */
export interface ProductLife {
  vendor: string;
  product: string;
  aliases: readonly string[];
  milestones: readonly Milestone[];
  /** As the vendor names it, where it does. */
  replacement: string | undefined;
  /** What a reader has to know beside the dates. */
  note: string | undefined;
  /** Of a version line of software that others run on: `12` of `Debian`. */
  release?: { of: string; line: string };
}

/** Where a product stands, the worst first. */
export const SUPPORT_WORDS = {
  'end-of-life': 'Service has ended',
  'security-ended': 'No security updates',
  ending: 'Ends within two years',
  unknown: 'No date known',
  active: 'Supported',
} as const;
export type SupportState = keyof typeof SUPPORT_WORDS;
export const SUPPORT_STATES = Object.keys(SUPPORT_WORDS) as SupportState[];

const SHAPES = [/^(\d{4})$/, /^(\d{4})-Q([1-4])$/, /^(\d{4})-(\d{2})$/, /^(\d{4})-(\d{2})-(\d{2})$/] as const;
/** Ending is said two years ahead: spares and a replacement take that long. */
const AHEAD_MS = 2 * 365.25 * 86_400_000;

/**
 * The end of the period that a date names, for sorting and for judging: `2021-05` is over when May is. Undefined for
 * what is no date.
 */
export function endOfPeriod(date: VagueDate): Instant | undefined {
  const [year, quarter, month, day] = SHAPES.map((shape) => shape.exec(date));
  const y = Number((year ?? quarter ?? month ?? day)?.[1]);
  if (Number.isNaN(y)) return undefined;
  if (year) return Date.UTC(y + 1, 0) - 1;
  if (quarter) return Date.UTC(y, 3 * Number(quarter[2])) - 1;
  const m = Number((month ?? day)?.[2]);
  if (m < 1 || m > 12) return undefined;
  if (month) return Date.UTC(y, m) - 1;
  const d = Number(day?.[3]);
  const daysInMonth = new Date(Date.UTC(y, m, 0)).getUTCDate();
  return d >= 1 && d <= daysInMonth ? Date.UTC(y, m - 1, d + 1) - 1 : undefined;
}

/** How exact a date is. */
export function precisionOf(date: VagueDate): 'day' | 'month' | 'quarter' | 'year' | 'none' {
  const index = SHAPES.findIndex((shape) => shape.test(date));
  return (['year', 'quarter', 'month', 'day'] as const)[index] ?? 'none';
}

/**
 * Where a product stands at `now` (reference: vulnerabilities-lifecycle, 1.2). A milestone that was announced
 * without a date has come. A product of which nothing is published is unknown, never active.
 */
export function supportState({ milestones }: Pick<ProductLife, 'milestones'>, now: Instant): SupportState {
  const cameBy = (kinds: readonly MilestoneKind[], at: Instant): boolean =>
    milestones.some(
      (milestone) =>
        kinds.includes(milestone.kind) &&
        (milestone.at === undefined || (endOfPeriod(milestone.at) ?? Infinity) < at),
    );
  if (cameBy(['end-of-life', 'end-of-service'], now)) return 'end-of-life';
  if (cameBy(['end-of-security-support'], now)) return 'security-ended';
  if (cameBy(['end-of-life', 'end-of-service', 'end-of-security-support'], now + AHEAD_MS)) return 'ending';
  return milestones.some(({ kind }) => kind !== 'end-of-sales') ? 'active' : 'unknown';
}

/** A milestone as people read it, with the precision that it has. */
export const milestoneText = ({ kind, at, isDerived }: Milestone): string =>
  `${MILESTONES[kind]}: ${at ?? 'no date published'}${isDerived ? ' (concluded, not published)' : ''}`;
