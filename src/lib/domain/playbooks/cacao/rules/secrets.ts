import { pointer, type Finding } from '../finding';
import type { Playbook } from '../model';
import { variableUses } from '../variable-use';
import { commandsOf, error } from './facts';

/** Headers that carry a secret and nothing else. */
const SECRET_HEADERS = /^(authorization|proxy-authorization|cookie|x-api-key|x-auth-token)$/i;

/** L12: secrets are named by the key store's identifier, never written into the playbook. */
export function lintSecrets(playbook: Playbook): Finding[] {
  const authentication = Object.entries(playbook.authentication_info_definitions ?? {}).flatMap(
    ([key, info]) => {
      const path = pointer('authentication_info_definitions', key);
      if (info.kms !== true) {
        return [error('L12', path, 'Take the secret from the key store: set kms and kms_key_identifier.')];
      }
      return (info.kms_key_identifier ?? '').trim() === ''
        ? [error('L12', path, 'Names no secret: set kms_key_identifier.')]
        : [];
    },
  );
  const headers = commandsOf(playbook).flatMap(({ command, path }) =>
    Object.entries(command.headers ?? {})
      .filter(
        ([name, values]) =>
          SECRET_HEADERS.test(name) && values.some((value) => variableUses(value).length === 0),
      )
      .map(([name]) =>
        error(
          'L12',
          `${path}${pointer('headers', name)}`,
          'Holds a secret in plain text: use authentication_info.',
        ),
      ),
  );
  return [...authentication, ...headers];
}
