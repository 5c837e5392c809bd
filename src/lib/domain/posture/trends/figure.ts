import type { Instant } from '../../time';

/** A value at each moment; null where nothing was counted, which is not nought. */
export type TrendValues = readonly (number | null)[];

/** What a line counts: things, levels of the standard, or seconds that something took. */
export type TrendUnit = 'count' | 'levels' | 'seconds';

/** One line of a figure, over the window and over the one before it. */
export interface TrendLine {
  id: string;
  label: string;
  unit: TrendUnit;
  /** Whether the chart shows it; tables and files show all. */
  drawn: boolean;
  values: TrendValues;
  before: TrendValues;
  /** What stands for the whole window, and for the one before. */
  now: number | null;
  was: number | null;
}

/** A figure over time: what a chart draws, a table lists, a file holds and a report prints. */
export interface TrendFigure {
  id: string;
  title: string;
  /** End of the stretch that each value is for. */
  at: readonly Instant[];
  lines: readonly TrendLine[];
  /** The same in a sentence. */
  sentence: string;
  /** Why there is nothing or not all; null when everything was counted. */
  missing: string | null;
}

/** How zones stood at a moment, of one FR or of all together. */
export interface StandCount {
  /** Zones that had been judged. */
  known: number;
  /** Zones that evidence puts below their target. */
  below: number;
  /** Zones whose target is not confirmed, those below it among them. */
  unproven: number;
  /** The largest distance between target and confirmed level; null when no zone was judged. */
  gap: number | null;
}

/** How zones stood at a moment: all FRs together, then each. */
export interface PostureStand {
  zones: StandCount;
  frs: readonly StandCount[];
}

/** What is counted once a day, because nothing else remembers it. */
export interface DayCount {
  /** Gateways whose certificate has ended, ends within 30 and within 90 days, and of which none was seen. */
  certificates: { expired: number; within30: number; within90: number; unseen: number };
  /** Assets without security support or service, with an end within two years, and of unknown support. */
  support: { ended: number; ending: number; unknown: number };
  /** Null while no advisory had ever been imported. */
  vulnerabilities: { open: number; overdue: number } | null;
}

/** How long something took: middle and nine-in-ten of `count` cases, seconds. */
export interface DurationCount {
  count: number;
  median: number | null;
  nineInTen: number | null;
}

export interface DrillCount {
  passed: number;
  failed: number;
  cancelled: number;
}

/** Everything counted of one window. */
export interface TrendCounts {
  stands: readonly PostureStand[];
  /** Null where no count of that day exists. */
  days: readonly (DayCount | null)[];
  acknowledge: Flow<DurationCount>;
  recover: Flow<DurationCount>;
  drills: Flow<DrillCount>;
}

/** What happened: in each stretch, and in all of them. */
export interface Flow<T> {
  each: readonly T[];
  whole: T;
}
