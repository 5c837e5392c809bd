/** Bounds of the publish-to-painted histogram, in ms; the last bucket is everything above. */
export const PAINTED_BOUNDS_MS = [50, 100, 150, 250, 500, 1_000, 2_500, 5_000] as const;
