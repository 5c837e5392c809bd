import { DomainError } from '../../domain/errors';
import type { Instant } from '../../domain/time';

/** Why nothing can be recorded, in words that complete "not recording: ...". */
export const UNAVAILABLE_REASONS = {
  unreachable: 'the database does not answer',
  'disk-full': 'disk full',
  'read-only': 'the database accepts no changes',
  busy: 'the database has no connection to spare',
} as const;

export type UnavailableReason = keyof typeof UNAVAILABLE_REASONS;

/** Whether the database takes writes, and since when that has been so. */
export type Availability =
  | { state: 'available'; since: Instant }
  | { state: 'unavailable'; since: Instant; reason: UnavailableReason };

/** SQLSTATE codes that tell of the server's condition rather than of the statement. */
const BY_SQLSTATE: Readonly<Record<string, UnavailableReason>> = {
  '53100': 'disk-full',
  '25006': 'read-only',
  '53300': 'busy',
  '53200': 'busy',
  '57P01': 'unreachable',
  '57P02': 'unreachable',
  '57P03': 'unreachable',
  '58030': 'unreachable',
  '58P01': 'unreachable',
};

/** Errors of the operating system while connecting, reading or writing. */
const BY_SYSTEM_CODE: Readonly<Record<string, UnavailableReason>> = {
  ENOSPC: 'disk-full',
  EROFS: 'read-only',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOENT: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EAGAIN: 'unreachable',
};

/** The driver reports its own losses by message alone. */
const DRIVER_LOSS =
  /connection terminated|connection error|timeout exceeded when trying to connect|query read timeout|connection ended|client was closed|after calling end/i;

/**
 * The condition of the database that an error speaks of, or `undefined` when the statement itself is to
 * blame. Looks through wrappers by `cause`.
 */
export function unavailableReason(error: unknown): UnavailableReason | undefined {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth += 1) {
    const code = 'code' in e && typeof e.code === 'string' ? e.code : '';
    const known = BY_SQLSTATE[code] ?? BY_SYSTEM_CODE[code];
    if (known !== undefined) return known;
    if (code.startsWith('08') || endedTheConnection(e)) return 'unreachable';
    if (DRIVER_LOSS.test(e.message)) return 'unreachable';
  }
  return undefined;
}

/** The server ends a connection, or refuses one, with an error of these grades whatever its code. */
const endedTheConnection = (error: Error): boolean =>
  'severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC');

/** The error a person meets: "Not recording: disk full." */
export function unavailable(reason: UnavailableReason, cause?: unknown): DomainError {
  const detail = `Not recording: ${UNAVAILABLE_REASONS[reason]}.`;
  return new DomainError('database.unavailable', detail, cause === undefined ? {} : { cause });
}
