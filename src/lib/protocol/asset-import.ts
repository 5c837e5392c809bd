import { z } from 'zod';
import { GIVEN_COLUMNS } from '../domain/assets/device-list/columns';

/** What a file of devices would change, or has changed. */
export const assetImport = z.object({
  /** False: only looked at. */
  taken: z.boolean(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  same: z.number().int(),
  /** Rows that do something, in the order of the file; the first of them. */
  changes: z.array(
    z.object({
      line: z.number().int(),
      id: z.string(),
      what: z.enum(['add', 'change', 'remove']),
      values: z.array(z.object({ column: z.enum(GIVEN_COLUMNS), from: z.string(), to: z.string() })),
    }),
  ),
  /** Rows that cannot be taken; with a single one of them nothing is. */
  faults: z.array(
    z.object({ line: z.number().int(), column: z.enum(GIVEN_COLUMNS).nullable(), message: z.string() }),
  ),
});
export type AssetImport = z.infer<typeof assetImport>;
