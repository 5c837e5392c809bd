import { z } from 'zod';

/**
 * What a step does to the plant, mildest first (reference: playbooks, 6.1). `safety-relevant` is here so that it
 * can be named when it is refused: software never touches safety functions.
 */
export const EFFECTS = [
  'none',
  'read-only',
  'reversible',
  'disruptive',
  'irreversible',
  'safety-relevant',
] as const;
export const effect = z.enum(EFFECTS);
export type Effect = z.infer<typeof effect>;

/** Steps that may be done again after an interruption without asking anybody: they change nothing. */
export const changesNothing = (of: Effect): boolean => of === 'none' || of === 'read-only';

/** Steps that are never broken off once they run, only awaited. */
export const mustBeAwaited = (of: Effect): boolean => of === 'disruptive' || of === 'irreversible';
