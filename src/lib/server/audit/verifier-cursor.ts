import { join } from 'node:path';
import { z } from 'zod';
import type { EdgeState } from '../../domain/audit/tree/edge';
import { readIfPresent, replacePrivateFile } from '../storage/private-files';
import { edgeOf, edgeShape, edgeText } from './edge-file';

/** Beside the key, not in the database: whoever alters entries must not be able to say that they were verified. */
const CURSOR_FILE = 'audit-log-verified.json';
const cursorFile = z.object({ ...edgeShape, origin: z.string() });

/** Where the verifier of this log got to before the last stop; `undefined` to begin at the first entry. */
export async function readCursor(directory: string, origin: string): Promise<EdgeState | undefined> {
  const text = await readIfPresent(join(directory, CURSOR_FILE));
  try {
    const cursor = text === undefined ? undefined : cursorFile.parse(JSON.parse(text));
    return cursor?.origin === origin ? edgeOf(cursor) : undefined;
  } catch {
    // Unreadable is as good as absent: everything is verified anew.
    return undefined;
  }
}

export const saveCursor = (directory: string, origin: string, edge: EdgeState): Promise<void> =>
  replacePrivateFile(
    join(directory, CURSOR_FILE),
    `${JSON.stringify({ origin, ...edgeText(edge) } satisfies z.input<typeof cursorFile>, undefined, 2)}\n`,
  );
