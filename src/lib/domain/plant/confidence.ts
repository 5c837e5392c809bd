/**
 * How sure a carried-over fact is. `high`: read in a maker's document or in two independent public sources;
 * `medium`: one good source, or general knowledge checked in part; `low`: general knowledge alone.
 */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];
