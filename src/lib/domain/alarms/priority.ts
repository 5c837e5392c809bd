/** Priorities of alarms, 1 the highest (reference: ux, 3.4). A fifth does not exist: what needs no response is an event. */
export const PRIORITIES = [1, 2, 3, 4] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The word beside the digit, on every surface. */
export const PRIORITY_WORDS = { 1: 'CRIT', 2: 'HIGH', 3: 'MED', 4: 'LOW' } as const satisfies Record<
  Priority,
  string
>;
