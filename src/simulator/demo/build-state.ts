import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What the build is made from, beside `src`. */
const ROOTS = ['src', 'static', 'package-lock.json', 'svelte.config.js', 'tsconfig.json', 'vite.config.ts'];
/** Parts of `src` that run from source and are in no build. */
const NOT_BUILT = /^src\/(cli|simulator)\/|\.test\.ts$/;
const MARK = join('build', '.sources');

/** A hash over the name and content of every file that the build is made from. */
export function hashSources(root: string): string {
  const hash = createHash('sha256');
  for (const file of ROOTS.flatMap((name) => files(join(root, name))).sort()) {
    const name = relative(root, file).split(sep).join('/');
    if (NOT_BUILT.test(name)) continue;
    hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Whether the build that lies there was made from the sources as they are now. */
export function isBuildCurrent(root: string, sources: string): boolean {
  const mark = join(root, MARK);
  return (
    existsSync(join(root, 'build', 'handler.js')) &&
    existsSync(mark) &&
    readFileSync(mark, 'utf8').trim() === sources
  );
}

/** Writes down what the build that lies there was made from. */
export const markBuild = (root: string, sources: string): void =>
  writeFileSync(join(root, MARK), `${sources}\n`);

function files(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)],
    );
  } catch {
    return [path];
  }
}
