/** One measurement of a process: ms since its life began, MB. */
export interface Point {
  age: number;
  mb: number;
}

/** One process from its start to its end. */
export interface Life {
  /** Beginning, ms since 1970. */
  from: number;
  points: readonly Point[];
}

export interface Slope {
  /** MB per hour. */
  perHour: number;
  /** Middle of the floors, MB. */
  median: number;
  /** From the first to the last minute that it is taken from. */
  minutes: number;
}

export interface Ages {
  /** The age at which the lives are compared, in seconds. */
  ageS: number;
  lives: number;
  /** Median MB at that age of the earlier half and of the later half of the lives. */
  early: number;
  late: number;
}

/** Flat is a slope of at most this many MB an hour, however large the process is. */
export const FLAT_MB_PER_HOUR = 30;
/** What is not of the product, the browser and this program, may instead grow by this share of its median. */
export const FLAT_SHARE_PER_HOUR = 0.25;
/** Lives of equal age: the later ones may have this much more. */
export const EQUAL = { mb: 15, share: 0.15 };

/** A slope over a shorter time is shown, and says nothing. */
export const TELLING_MINUTES = 8;

const MINUTE_MS = 60_000;
/** So much of a life is left out: caches fill and code is compiled. Of a short one less, as far as half of it. */
const WARM_UP_MS = 10 * MINUTE_MS;

/** What a life is judged by: its points since `calmFrom`, in ms since 1970, without its warm-up. */
export function settled({ from, points }: Life, calmFrom: number): readonly Point[] {
  const calmAge = Math.max(0, calmFrom - from);
  const end = points.at(-1)?.age ?? 0;
  const begin = Math.max(calmAge, Math.min(WARM_UP_MS, (calmAge + end) / 2));
  return points.filter(({ age }) => age >= begin);
}

/**
 * Slope of what stays after a collection: of each minute the lowest value, through all pairs of minutes the
 * middle slope (Theil and Sen), which a few wild minutes do not turn. Undefined when there are too few.
 */
export function slopeOf(points: readonly Point[]): Slope | undefined {
  const floors = new Map<number, number>();
  for (const { age, mb } of points) {
    const minute = Math.floor(age / MINUTE_MS);
    floors.set(minute, Math.min(mb, floors.get(minute) ?? Infinity));
  }
  const pairs = [...floors];
  const slopes = pairs.flatMap(([minute, mb], i) =>
    pairs.slice(i + 1).map(([later, more]) => (more - mb) / (later - minute)),
  );
  if (slopes.length < 3) return undefined;
  return {
    perHour: middle(slopes) * 60,
    median: middle(pairs.map(([, mb]) => mb)),
    minutes: Math.max(...floors.keys()) - Math.min(...floors.keys()) + 1,
  };
}

/** Whether a slope is flat, or too short to tell; `share` of the median an hour is let pass. */
export const isFlat = ({ perHour, median, minutes }: Slope, share = 0): boolean =>
  minutes < TELLING_MINUTES || perHour <= Math.max(FLAT_MB_PER_HOUR, share * median);

/** A younger process has not done what it does all day. */
const COMPARABLE_MS = 60_000;

/** Compares lives at the greatest age that at least half of them, and four, have reached; a minute at least. */
export function compareLives(lives: readonly Life[]): Ages | undefined {
  const ends = lives.map(({ points }) => points.at(-1)?.age ?? 0).sort((a, b) => b - a);
  const age = ends[Math.max(3, Math.ceil(ends.length / 2) - 1)];
  if (age === undefined || age < COMPARABLE_MS) return undefined;
  const at = lives
    .filter(({ points }) => (points.at(-1)?.age ?? 0) >= age)
    .map(({ points }) => points.findLast((point) => point.age <= age)?.mb ?? 0);
  const half = Math.floor(at.length / 2);
  return {
    ageS: Math.round(age / 1_000),
    lives: at.length,
    early: middle(at.slice(0, half)),
    late: middle(at.slice(-half)),
  };
}

export const isEqual = ({ early, late }: Ages): boolean =>
  late - early <= Math.max(EQUAL.mb, EQUAL.share * early);

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(half)] ?? NaN)
    : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}
