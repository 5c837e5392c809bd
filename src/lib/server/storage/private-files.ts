import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes a directory that only its owner may enter; tightens one that exists. */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
}

/** Text of a file, or undefined when there is none. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Puts a private file (0600) in place as a whole; a reader sees the old text or the new, never a half, and
 * what was put there survives a power cut.
 */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  await rename(await writeBeside(path, text), path);
  await keepNames(dirname(path));
}

/** Makes sure that the names in a directory survive a power cut. */
async function keepNames(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Like `replacePrivateFile`, but only where no file is yet: false when somebody was faster. Two programs
 * that start at once agree on one authority that way.
 */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  const draft = await writeBeside(path, text);
  try {
    await link(draft, path);
    await keepNames(dirname(path));
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function writeBeside(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
