import type { AuthenticationInfo } from '../../../domain/playbooks/cacao/model';
import { readSecret, SECRET_NAME } from '../../outgoing/secret-files';
import { selectSecret } from '../../storage/outgoing-store';
import type { StepWork } from '../executor';
import type { HttpParts } from './http-api';
import type { Destination } from './http-destination';

export interface Credential {
  /** What the secret is called; the only thing of it that may be shown. */
  name: string;
  secret: string;
  header: Readonly<Record<string, string>>;
}

/** A header's name, and the scheme before the secret where it has one: `Authorization: Bearer`, `X-Api-Key`. */
const OAUTH_HEADER = /^([A-Za-z0-9-]{1,60})(?::? *([A-Za-z][A-Za-z0-9-]{0,30}))?$/;
const USER = /^[\x21-\x39\x3b-\x7e]{1,200}$/;

/**
 * The secret that a destination's `authentication_info` refers to, as the header that is sent. It must be kept for
 * that very host: whoever writes a playbook cannot send one host's secret to another.
 */
export async function credentialOf(
  { database, keysDirectory }: Pick<HttpParts, 'database' | 'keysDirectory'>,
  { authentications = {} }: Pick<StepWork, 'authentications'>,
  { definition, url }: Destination,
): Promise<Credential | undefined | { fault: string }> {
  const id = definition.authentication_info;
  if (id === undefined) return undefined;
  const info = Object.hasOwn(authentications, id) ? authentications[id] : undefined;
  if (info === undefined) return { fault: 'its authentication_info is not defined' };
  const name = info.kms_key_identifier ?? '';
  if (info.kms !== true || !SECRET_NAME.test(name)) {
    return { fault: 'secrets go by reference alone: kms true, and the name of a kept secret' };
  }
  const kept = await database.read((tx) => selectSecret(tx, name));
  if (kept === undefined || kept.host !== url.host) {
    return { fault: `no secret ${name} is kept for ${url.host}` };
  }
  const secret = await readSecret(keysDirectory, name);
  if (secret === undefined || secret === '') return { fault: `the file of the secret ${name} is not there` };
  const header = headerOf(info, secret);
  return 'fault' in header ? { fault: header.fault } : { name, secret, header: header.of };
}

function headerOf(
  info: AuthenticationInfo,
  secret: string,
): { of: Readonly<Record<string, string>> } | { fault: string } {
  const user = info.user_id ?? info.username ?? '';
  switch (info.type) {
    case 'http-basic':
    case 'user-auth':
      if (!USER.test(user)) return { fault: 'its authentication_info names no user' };
      return { of: { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` } };
    case 'oauth2': {
      const [, name, scheme] = OAUTH_HEADER.exec(info.oauth_header ?? 'Authorization') ?? [];
      if (name === undefined) return { fault: 'its oauth_header is no header' };
      if (name.toLowerCase() === 'authorization' || name.toLowerCase() === 'bearer') {
        return { of: { authorization: `${scheme ?? 'Bearer'} ${secret}` } };
      }
      return { of: { [name.toLowerCase()]: scheme === undefined ? secret : `${scheme} ${secret}` } };
    }
    default:
      return { fault: `authentication of type ${info.type.slice(0, 60)} is not known` };
  }
}
