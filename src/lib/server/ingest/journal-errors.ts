import { DomainError } from '../../domain/errors';

/** SQLSTATE classes that blame the values: cardinality, data, integrity, limits of the program. */
const BLAMES_VALUES = new Set(['21', '22', '23', '54']);

/**
 * Whether an error says that these very values cannot be stored, so that trying again is in vain. All else
 * (the database is away, full, read-only, locked, differently set up than it should be) may pass.
 */
export function isRefusal(error: Error): boolean {
  if (error instanceof DomainError) return error.code !== 'database.unavailable';
  const code = sqlState(error);
  return code === undefined ? isProgramError(error) : BLAMES_VALUES.has(code.slice(0, 2));
}

/** Looks through wrappers by `cause`. */
function sqlState(error: unknown): string | undefined {
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth += 1) {
    if ('code' in e && typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code)) return e.code;
  }
  return undefined;
}

/** Our own code stumbled over a value before it reached the database. */
const isProgramError = (error: Error): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
