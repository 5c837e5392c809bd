import pino from 'pino';

export type Logger = pino.Logger;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields that may never be written, wherever they sit in a logged object. */
const SECRETS = ['password', 'token', 'secret', 'cookie', 'authorization', 'keyPem', 'setupCode'];

/** The program's only logger. Lines are JSON on standard output; secrets are replaced, never shortened. */
export function createLogger(level: LogLevel, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[secret]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What of an error is worth a line; libraries hang whole connections, and what those hold, on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  const message = withoutParameters(error.message);
  const stack = error.stack?.replace(error.message, () => message);
  return { type: error.name, message, code, stack, cause };
}

/** A failed query names all that it was asked with, also the hash of a password or of a session. */
const withoutParameters = (message: string): string =>
  message.startsWith('Failed query: ') ? message.replace(/\nparams: [^]*$/, '') : message;
