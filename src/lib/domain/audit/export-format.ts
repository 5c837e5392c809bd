import { z } from 'zod';
import { HASH_BYTES } from './tree/hashing';
import { fromBase64 } from './bytes';

/** Names the form of an export; a reader that does not know it stops. */
export const EXPORT_FORMAT = 'zonewatch-audit-export@v1';

const count = z.number().int().nonnegative();
const hash = z
  .string()
  .max(64)
  .transform((text) => fromBase64(text) ?? new Uint8Array())
  .refine((bytes) => bytes.length === HASH_BYTES, 'is no hash');

/** First line: what follows, and by which key it can be verified. */
const head = z.object({
  type: z.literal('head'),
  format: z.literal(EXPORT_FORMAT),
  origin: z.string(),
  /** `name+id+key`; compare it with one that came another way. */
  key: z.string(),
  /** Numbers of entries from `from` up to and without `to`. */
  from: count,
  to: count,
  /** Size of the tree that the paths of all entries lead to: that of the last checkpoint. */
  size: count,
  /** Whether every entry of the range is here; else those that its reader may see, or that fit a filter. */
  complete: z.boolean(),
  exportedAt: z.string(),
});

/** A signed checkpoint, and the proof that it goes on from the one before. */
const checkpoint = z.object({
  type: z.literal('checkpoint'),
  size: count,
  note: z.string(),
  proof: z.array(hash),
});

/** An entry: its canonical bytes as text, and its path to the root of the last checkpoint. */
const entry = z.object({ type: z.literal('entry'), seq: count, body: z.string(), path: z.array(hash) });

/** Last line; without it, the export is cut off. */
const end = z.object({ type: z.literal('end'), entries: count });

/** A line of an export (JSON Lines): head, checkpoints by size, entries by number, end. */
export const exportLine = z.discriminatedUnion('type', [head, checkpoint, entry, end]);
export type ExportLine = z.input<typeof exportLine>;
export type ReadExportLine = z.output<typeof exportLine>;
