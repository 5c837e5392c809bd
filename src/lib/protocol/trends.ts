import { z } from 'zod';
import { incidentId, siteId, zoneId } from '../domain/ids';
import { PERIOD_NAMES } from '../domain/posture/trends/period';

const instant = z.number();
const value = z.number().nullable();
const level = z.number().int().min(0).max(4);

const trendLine = z.object({
  id: z.string(),
  label: z.string(),
  unit: z.enum(['count', 'levels', 'seconds']),
  /** Whether the chart shows it; tables and files show all. */
  drawn: z.boolean(),
  /** One for each moment of the figure; null where nothing was counted. */
  values: z.array(value).readonly(),
  /** The same over the window before. */
  before: z.array(value).readonly(),
  /** What stands for the window, and for the one before. */
  now: value,
  was: value,
});
export type TrendLineView = z.infer<typeof trendLine>;

/** One figure over time, with the same in a sentence. */
export const trendFigure = z.object({
  id: z.string(),
  title: z.string(),
  /** End of the stretch that each value is for. */
  at: z.array(instant).readonly(),
  lines: z.array(trendLine).readonly(),
  sentence: z.string(),
  /** Why there is nothing or not all; null when everything was counted. */
  missing: z.string().nullable(),
});
export type TrendFigureView = z.infer<typeof trendFigure>;

/** Something that happened and may explain a change. */
export const trendMark = z.object({
  at: instant,
  kind: z.enum(['incident', 'attestation', 'plant']),
  text: z.string(),
  incident: incidentId.nullable(),
  zone: zoneId.nullable(),
});
export type TrendMarkView = z.infer<typeof trendMark>;

/** A zone at the end of the window beside its beginning. */
export const zoneMove = z.object({
  zone: zoneId,
  site: siteId,
  name: z.string(),
  standing: z.enum(['below', 'unproven', 'met']),
  /** When it was first judged, where that lies within the window: `before` is then how it stood at that time. */
  since: instant.nullable(),
  frs: z.array(
    z.object({
      fr: z.number().int().min(1).max(7),
      target: level,
      confirmed: level,
      possible: level,
      before: z.object({ confirmed: level, possible: level }),
    }),
  ),
});
export type ZoneMoveView = z.infer<typeof zoneMove>;

/** Trends of the whole plant, a site or a zone over a window: what the page, the report and the file show. */
export const trendReport = z.object({
  scope: z.object({
    site: siteId.nullable(),
    zone: zoneId.nullable(),
    /** Zones that are counted: of the scope, those that the caller may see. */
    zones: z.number().int(),
  }),
  period: z.enum(PERIOD_NAMES),
  from: instant,
  to: instant,
  before: z.object({ from: instant, to: instant }),
  countedAt: instant,
  /** SHA-256 over every figure of the answer: two answers with the same say the same. */
  inputs: z.string(),
  figures: z.array(trendFigure).readonly(),
  /** What moved, the largest change first. */
  moves: z.array(zoneMove),
  marks: z.array(trendMark),
  /** Marks that there was no room for. */
  moreMarks: z.number().int(),
});
export type TrendReport = z.infer<typeof trendReport>;

/** In how many zones a requirement stands how, now. */
export const requirementCount = z.object({
  requirement: z.string(),
  title: z.string(),
  zones: z.object({
    met: z.number().int(),
    'not-met': z.number().int(),
    unknown: z.number().int(),
    na: z.number().int(),
    compensated: z.number().int(),
  }),
});
export type RequirementCountView = z.infer<typeof requirementCount>;
