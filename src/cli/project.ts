import { resolve } from 'node:path';

/** Root of the program's own files, wherever it is called from. */
export const PROJECT_ROOT = resolve(import.meta.dirname, '..', '..');
