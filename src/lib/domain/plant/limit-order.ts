/** Limits from the lowest to the highest. */
export const ORDERED_LIMITS = ['ll', 'l', 'h', 'hh'] as const;
