import type { DomainError } from '../../domain/errors';
import { ERRORS, type InputIssue } from '../../domain/errors';

/** Problem details as RFC 9457 has them, with our code, the faulty fields and the name of the log line. */
interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  issues: readonly InputIssue[];
  requestId: string;
}

function problemOf(error: DomainError, requestId: string): Problem {
  return {
    type: `urn:zonewatch:problem:${error.code}`,
    title: ERRORS[error.code].title,
    status: error.status,
    detail: error.message,
    code: error.code,
    issues: error.issues,
    requestId,
  };
}

/** The answer that scripts and the API get for an error. */
export function problemResponse(error: DomainError, requestId: string): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  const wait = retryAfterSeconds(error);
  if (wait !== undefined) headers.set('retry-after', String(wait));
  return new Response(JSON.stringify(problemOf(error, requestId)), { status: error.status, headers });
}

function retryAfterSeconds(error: DomainError): number | undefined {
  if (error.retryAfterMs !== undefined) return Math.ceil(error.retryAfterMs / 1_000);
  return error.code === 'database.unavailable' ? 5 : undefined;
}
