/** Monotonic time in ms, the same in every thread of a process. */
const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now();
export const monotonic = (): number => origin + performance.now();

/** Interrupted between its two readings, a sample is too small; the largest of some is the best. */
const offset = Math.max(...Array.from({ length: 10 }, () => Date.now() - monotonic()));

/**
 * The same moment in whole ms since 1970. It goes on evenly from when this thread began: a clock that is set
 * meanwhile does not disturb the distance of two moments.
 */
export const onTheWall = (moment: number): number => Math.floor(moment + offset);
