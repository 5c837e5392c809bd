import { z } from 'zod';
import type { Answer } from '../facts';

/** What a raw report is held against beside the rule itself. */
export interface RuleContext {
  /** Listeners that the zone accepts beside the usual ones, such as `8080/tcp`. */
  listeners: ReadonlySet<string>;
  /** Destinations that the zone accepts, such as `broker.plant.example:8883`; empty: none is listed yet. */
  destinations: ReadonlySet<string>;
  /** Whether this gateway is the boundary of its zone. */
  isBoundary: boolean;
}

/** What a raw report says: a verdict with what was found; nothing when it does not count here. */
export type Ruling = Pick<Answer, 'verdict' | 'found'> | undefined;

/** Reads one key of a report and judges it. */
export interface Rule {
  (raw: unknown, context: RuleContext): Ruling | 'malformed';
  /** What a gateway sends. */
  shape: z.ZodType;
}

/** A rule over a shape; what does not fit the shape is malformed and judged by nobody. */
export function rule<Shape extends z.ZodType>(
  shape: Shape,
  judge: (raw: z.infer<Shape>, context: RuleContext) => Ruling,
): Rule {
  const read = (raw: unknown, context: RuleContext) => {
    const given = shape.safeParse(raw);
    return given.success ? judge(given.data, context) : 'malformed';
  };
  return Object.assign(read, { shape });
}

/** A pass when `holds`, with what was found in words. */
export const verdict = (holds: boolean, found: string): Ruling => ({
  verdict: holds ? 'pass' : 'fail',
  found,
});

/** Texts that a gateway sends: short, and shown as text only. */
export const word = z.string().max(200);
export const words = z.array(word).max(200);
export const days = z.number().min(0).max(100_000);

const SHOWN = 8;
/** The first of a list in words, and how many more there are. */
export const listed = (items: readonly string[], none: string): string =>
  items.length === 0
    ? none
    : items.slice(0, SHOWN).join(', ') + (items.length > SHOWN ? ` and ${items.length - SHOWN} more` : '');
