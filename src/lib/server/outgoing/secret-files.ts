import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePrivateDirectory, readIfPresent, replacePrivateFile } from '../storage/private-files';

const FOLDER = 'secrets';

/** What a secret may be called: it is also the name of its file. */
export const SECRET_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

const pathOf = (keysDirectory: string, name: string): string => {
  if (!SECRET_NAME.test(name)) throw new TypeError('this is no name of a secret');
  return join(keysDirectory, FOLDER, name);
};

/** Puts what a secret is into its file (0600), in place of what was there. */
export async function writeSecret(keysDirectory: string, name: string, value: string): Promise<void> {
  await ensurePrivateDirectory(keysDirectory);
  await ensurePrivateDirectory(join(keysDirectory, FOLDER));
  await replacePrivateFile(pathOf(keysDirectory, name), `${value}\n`);
}

/** Undefined when there is no such file. */
export async function readSecret(keysDirectory: string, name: string): Promise<string | undefined> {
  return (await readIfPresent(pathOf(keysDirectory, name)))?.trim();
}

export async function removeSecret(keysDirectory: string, name: string): Promise<void> {
  await unlink(pathOf(keysDirectory, name)).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
}
