/** How loudly an error is logged: what a person did wrong is no server error. */
type LogLevel = 'debug' | 'info' | 'warn' | 'error';

interface ErrorKind {
  /** HTTP status of pages and API. */
  status: number;
  /** One sentence for the person who meets it; says what to do. */
  title: string;
  log: LogLevel;
}

/**
 * Every error that can leave the program, by code. Pages, API and sockets take status and words from
 * here, so that one failure reads the same wherever it is met.
 */
export const ERRORS = {
  'input.invalid': { status: 422, title: 'Some of what was sent is not valid.', log: 'info' },
  'input.too-large': { status: 413, title: 'That is larger than is accepted here.', log: 'info' },
  'request.too-many': {
    status: 429,
    title: 'That is too much at once. Wait a moment and send it again.',
    log: 'info',
  },
  'request.foreign-origin': {
    status: 403,
    title: 'This request came from another site and was refused.',
    log: 'warn',
  },
  'access.sign-in-needed': { status: 401, title: 'Sign in first.', log: 'debug' },
  'access.denied': { status: 403, title: 'Your role does not allow this here.', log: 'info' },
  'access.reauthentication-needed': {
    status: 403,
    title: 'Enter your password again to do this.',
    log: 'debug',
  },
  'access.bad-credentials': { status: 401, title: 'Name or password is not right.', log: 'info' },
  'access.too-many-attempts': {
    status: 429,
    title: 'Too many attempts. Wait a moment and try again.',
    log: 'warn',
  },
  'access.token-refused': {
    status: 401,
    title: 'The token is missing, unknown or revoked.',
    log: 'info',
  },
  'access.password-weak': { status: 422, title: 'Choose another password.', log: 'debug' },
  'access.last-administrator': {
    status: 409,
    title: 'The last administrator cannot be removed.',
    log: 'info',
  },
  'access.setup-closed': { status: 409, title: 'Set-up is finished. Sign in instead.', log: 'info' },
  'not-found': { status: 404, title: 'There is nothing here, or you may not see it.', log: 'debug' },
  conflict: { status: 409, title: 'This changed meanwhile. Look again and repeat it.', log: 'info' },
  'alarm.one-by-one': {
    status: 409,
    title: 'Alarms of the highest priority are handled one by one.',
    log: 'debug',
  },
  'plant-file.invalid': { status: 422, title: 'The plant file has errors.', log: 'info' },
  'gateway.exists': { status: 409, title: 'A gateway of that name exists already.', log: 'info' },
  'gateway.csr-invalid': { status: 422, title: 'The certificate request is not usable.', log: 'info' },
  'audit.not-signed': {
    status: 409,
    title: 'This entry is not under a signed checkpoint yet. Try again in a minute.',
    log: 'info',
  },
  'audit.not-provable': {
    status: 409,
    title: 'The stored entries do not lead to what was signed: nothing can be proven. See the audit page.',
    log: 'error',
  },
  'playbook.invalid': { status: 400, title: 'This is not a CACAO 2.0 playbook.', log: 'info' },
  'advisory.invalid': {
    status: 400,
    title: 'This is no advisory that can be taken in: a valid CSAF 2.0 document or CVE record is needed.',
    log: 'info',
  },
  'run.not-executable': {
    status: 409,
    title: 'This playbook can be read but not executed here.',
    log: 'info',
  },
  'run.not-signed': {
    status: 409,
    title: 'Only versions that were approved and signed by a trusted signer run in a production zone.',
    log: 'info',
  },
  'database.unavailable': {
    status: 503,
    title: 'The database does not answer. Live values go on; nothing is being recorded.',
    log: 'error',
  },
  internal: { status: 500, title: 'Something went wrong here. It has been written down.', log: 'error' },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

/** Where in the input an error sits: `path` in dots (`zones.0.name`), line and column from 1 where known. */
export interface InputIssue {
  path: string;
  message: string;
  line?: number;
  column?: number;
}

/** An error with a place in the table. `detail` is shown to the person; put no secret in it. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly issues: readonly InputIssue[];
  /** When trying again makes sense, counted from now; `undefined` when time changes nothing. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    detail?: string,
    options: {
      issues?: readonly InputIssue[] | undefined;
      cause?: unknown;
      retryAfterMs?: number | undefined;
    } = {},
  ) {
    super(detail ?? ERRORS[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
