import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashSources, isBuildCurrent, markBuild } from './build-state';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'zw-build-'));
  write('src/routes/page.svelte', 'one');
  write('src/cli/main.ts', 'one');
  write('package-lock.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

it('a build is current when it was made from the sources as they are', () => {
  write('build/handler.js', '');
  markBuild(root, hashSources(root));
  expect(isBuildCurrent(root, hashSources(root))).toBe(true);
});

it('no build, or one that nobody marked, is not current', () => {
  expect(isBuildCurrent(root, hashSources(root))).toBe(false);
  write('build/handler.js', '');
  expect(isBuildCurrent(root, hashSources(root))).toBe(false);
});

it('a changed, new or renamed source makes the build out of date', () => {
  const before = hashSources(root);
  write('src/routes/page.svelte', 'two');
  const changed = hashSources(root);
  write('src/routes/other.svelte', '');
  const added = hashSources(root);
  expect(new Set([before, changed, added]).size).toBe(3);
});

it('what runs from source and what is only tested does not', () => {
  const before = hashSources(root);
  write('src/cli/main.ts', 'two');
  write('src/routes/page.test.ts', 'x');
  expect(hashSources(root)).toBe(before);
});
