import { DomainError } from '../../domain/errors';

/** SQLSTATE of a lock that was not to be had in time, a deadlock, and a conflict between transactions. */
const CONTENTION = new Set(['55P03', '40P01', '40001']);

/** Whether background work simply tries again at its next round: the database is away, or somebody was in the way. */
export function isTransient(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'database.unavailable';
  return error instanceof Error && 'code' in error && CONTENTION.has(String(error.code));
}
