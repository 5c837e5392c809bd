/** Priorities as they are drawn everywhere: word, outline on a field of 20 x 20, and where the digit stands. */
export const GLYPH_SHAPES = {
  1: { word: 'CRIT', path: 'M3 3H17V17H3Z', baseline: 14.2 },
  2: { word: 'HIGH', path: 'M10 1.6 18.8 17.4H1.2Z', baseline: 15.6 },
  3: { word: 'MED', path: 'M10 1 19 10 10 19 1 10Z', baseline: 14.2 },
  4: { word: 'LOW', path: 'M10 2A8 8 0 0 1 10 18 8 8 0 0 1 10 2Z', baseline: 14.2 },
} as const;
