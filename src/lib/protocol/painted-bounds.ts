/**
 * Bounds of the publish-to-painted histogram, in ms; the last bucket is everything above. Finest where the
 * limits lie: a drive in focus is on the screen within 150 ms, any other within 500 ms.
 */
export const PAINTED_BOUNDS_MS = [
  25, 50, 75, 100, 125, 150, 200, 250, 300, 350, 400, 450, 500, 750, 1_000, 2_500, 5_000,
] as const;
