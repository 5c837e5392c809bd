import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process that works on a data directory, as its claim names it. */
export function serverPid(dataDirectory: string): number {
  const claim = readdirSync(dataDirectory)
    .filter((name) => /^claim\.\d+$/.test(name))
    .sort((a, b) => Number(b.slice(6)) - Number(a.slice(6)))[0];
  const { pid } = JSON.parse(readFileSync(join(dataDirectory, claim ?? ''), 'utf8')) as { pid: number };
  return pid;
}
