import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  path: string;
  text: string;
  lines: number;
  isTest: boolean;
  /** Imported modules: paths from the root for our own, the bare specifier for packages. */
  imports: { target: string; own: boolean; typeOnly: boolean }[];
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?[^'";]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Every TypeScript, Svelte and plain script file below src. */
export function readSources(): SourceFile[] {
  return walk(join(root, 'src')).map((absolute) => {
    const path = relative(root, absolute);
    const text = readFileSync(absolute, 'utf8');
    return {
      path,
      text,
      lines: text.split('\n').length - 1,
      isTest: /\.test\.ts$/.test(path),
      imports: importsOf(absolute, text),
    };
  });
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.(ts|js|svelte)$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(absolute: string, text: string): SourceFile['imports'] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? '';
    const typeOnly = match[1] !== undefined;
    const own = specifier.startsWith('.') || specifier.startsWith('$lib/');
    if (!own) return { target: packageName(specifier), own, typeOnly };
    const base = specifier.startsWith('.')
      ? resolve(dirname(absolute), specifier)
      : join(root, 'src/lib', specifier.slice(5));
    return { target: relative(root, withExtension(base)), own, typeOnly };
  });
}

function withExtension(base: string): string {
  const candidates = ['', '.ts', '.js', '.svelte', '.svelte.ts', '/index.ts'].map((end) => base + end);
  return candidates.find((path) => existsSync(path) && statSync(path).isFile()) ?? base;
}

const packageName = (specifier: string): string =>
  specifier.startsWith('@')
    ? specifier.split('/').slice(0, 2).join('/')
    : (specifier.split('/')[0] ?? specifier);
