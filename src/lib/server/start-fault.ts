import { DomainError } from '../domain/errors';
import type { Settings } from './settings';

/**
 * A start that failed, in words that name the setting to look at; what is not understood is passed on as it
 * is, to be shown whole.
 */
export function startFault(error: unknown, settings: Settings): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const words =
    connectionWords(error, settings) ?? fileWords(error, settings) ?? certificateWords(error, settings);
  return words === undefined ? error : new DomainError('conflict', words, { cause: error });
}

const field = (error: Error, name: string): string => {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : '';
};

/** SQLSTATE classes of what a server says before it lets anybody in: who, with what, to which database. */
const NOT_LET_IN = /^(28|3D)/;
const LINK = /^(ECONN|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_)/;

function connectionWords(error: Error, { databaseUrl }: Settings): string | undefined {
  const code = field(error, 'code');
  if (databaseUrl === undefined || !(LINK.test(code) || NOT_LET_IN.test(code))) return undefined;
  const { hostname, port, pathname } = new URL(databaseUrl);
  const server = `${hostname}:${port === '' ? 5432 : port}`;
  return NOT_LET_IN.test(code)
    ? `DATABASE_URL: ${server} does not let us into ${pathname.slice(1)} (${error.message}). Look at name, password and database.`
    : `DATABASE_URL: no database answers at ${server} (${code}). Start it, or name another.`;
}

function fileWords(error: Error, { tls, dataDirectory, keysDirectory }: Settings): string | undefined {
  const path = field(error, 'path');
  if (path === '') return undefined;
  const named = [
    ['TLS_CERT', tls?.certificate],
    ['TLS_KEY', tls?.key],
    ['ZONEWATCH_KEYS', keysDirectory],
    ['ZONEWATCH_DATA', dataDirectory],
  ] as const;
  const inside = named.find(([, root]) => root !== undefined && isWithin(path, root));
  // Else a directory on the way, which could not be made or passed.
  const setting = (inside ?? named.findLast(([, root]) => root !== undefined && isWithin(root, path)))?.[0];
  if (setting === undefined) return undefined;
  const what = setting.startsWith('TLS')
    ? 'file that this account may read'
    : 'directory that this account may write to';
  return `${setting}: ${path} cannot be used (${field(error, 'code')}). Name a ${what}.`;
}

const isWithin = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

function certificateWords(error: Error, { tls }: Settings): string | undefined {
  if (tls === undefined || !field(error, 'code').startsWith('ERR_OSSL')) return undefined;
  return `TLS_CERT and TLS_KEY cannot be used (${error.message}). Both must be PEM files and belong to each other.`;
}
