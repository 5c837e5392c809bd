import { z } from 'zod';
import { fromHex, toHex } from '../../domain/audit/bytes';
import { nodesOfSize, type EdgeState } from '../../domain/audit/tree/edge';
import { HASH_BYTES } from '../../domain/audit/tree/hashing';

/** A hash in a file, as hexadecimal text. */
export const hashShape = z
  .string()
  .length(HASH_BYTES * 2)
  .refine((text) => fromHex(text) !== undefined, 'is no hash');

/** The bytes of a text that `hashShape` let pass. */
export const bytesOf = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();

/** The right edge of a tree, as fields of a file. */
export const edgeShape = { size: z.number().int().nonnegative(), edge: z.array(hashShape) };

/** Throws when the hashes are not as many as an edge of that size has. */
export function edgeOf({ size, edge }: { size: number; edge: readonly string[] }): EdgeState {
  if (edge.length !== nodesOfSize(size)) throw new RangeError('This is no edge of that size.');
  return { size, nodes: edge.map(bytesOf) };
}

export const edgeText = ({ size, nodes }: EdgeState): { size: number; edge: string[] } => ({
  size,
  edge: nodes.map(toHex),
});
