import { closed, extensions, flag, schemaId, text, type Schema } from './parts';

const COMMON: Record<string, Schema> = {
  name: text,
  description: text,
  authentication_info_extensions: extensions,
  kms: flag,
  kms_key_identifier: text,
};
const KINDS: Record<string, { own: Record<string, Schema>; required: readonly string[] }> = {
  'http-basic': { own: { user_id: text, password: text }, required: [] },
  oauth2: { own: { oauth_header: text, token: text }, required: ['oauth_header', 'token'] },
  'user-auth': { own: { username: text, password: text }, required: [] },
};
/** Types of authentication, which are also the beginnings of their keys. */
export const AUTHENTICATION_TYPES: readonly string[] = Object.keys(KINDS);

export const authentication: readonly Schema[] = Object.entries(KINDS).map(([type, { own, required }]) => ({
  $id: schemaId(`authentication-${type}`),
  ...closed({ type: { const: type }, ...COMMON, ...own }, ['type', ...required]),
}));
