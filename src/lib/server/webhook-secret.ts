import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors';
import { createPrivateFile, ensurePrivateDirectory, readIfPresent } from './storage/private-files';

const SECRET_FILE = 'webhook.secret';
/** 256 bits, as the hash that signs with it. */
const SECRET_BYTES = 32;
const SHORTEST = 16;

/**
 * The key that signs what webhooks are told: the one in the file named by the settings, or one of our own, made
 * once and kept in the keys directory (0600). Throws `input.invalid` for a file with too little in it.
 */
export async function readWebhookSecret(keysDirectory: string, file: string | undefined): Promise<string> {
  if (file !== undefined) {
    const given = (await readFile(file, 'utf8')).trim();
    if (given.length >= SHORTEST) return given;
    throw new DomainError('input.invalid', `WEBHOOK_SECRET_FILE holds fewer than ${SHORTEST} characters.`);
  }
  await ensurePrivateDirectory(keysDirectory);
  const path = join(keysDirectory, SECRET_FILE);
  if ((await readIfPresent(path)) === undefined) {
    await createPrivateFile(path, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
  }
  return (await readIfPresent(path))?.trim() ?? '';
}
