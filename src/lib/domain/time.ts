/** A moment as milliseconds since 1970-01-01 UTC. A duration is a plain number whose name ends in `Ms`. */
export type Instant = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
