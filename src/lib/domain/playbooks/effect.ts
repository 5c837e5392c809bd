import { z } from 'zod';
import { EFFECTS, type Effect } from './cacao/ot-execution';

export { EFFECTS, type Effect };

export const effect = z.enum(EFFECTS);

/** Steps that may be done again after an interruption without asking anybody: they change nothing. */
export const changesNothing = (of: Effect): boolean => of === 'none' || of === 'read-only';

/** Steps that equipment and people behind it feel: never begun while somebody is at a drive. */
export const isDisruptive = (of: Effect): boolean => of === 'disruptive' || of === 'irreversible';
