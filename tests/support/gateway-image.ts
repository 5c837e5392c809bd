import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const COLLECTOR = join(import.meta.dirname, '..', '..', 'src', 'collector', 'zonewatch-collector');
const run = promisify(execFile);

/** Moment at which the collector thinks it runs, in seconds. */
export const IMAGE_NOW = 1_763_700_000;
export const DAY_S = 86_400;

/** Files by their path below the root, and tools by their name: a line of shell each, or nothing where there is none. */
export interface ImageContent {
  files?: Record<string, string | Uint8Array>;
  /** When files were written, in seconds. */
  writtenAt?: Record<string, number>;
  tools?: Record<string, string>;
}

/** Tools that this machine may have and an image has not, unless a test gives it one. */
const ASKED = 'ss nft iptables ip6tables ip chronyc timedatectl journalctl sshd rauc wpa_cli dpkg'.split(' ');

/**
 * A gateway as a folder: what the collector finds there is only what a test put into it. Its own tools (awk, sed and
 * the like) are those of this machine.
 */
export async function gatewayImage({ files = {}, writtenAt = {}, tools = {} }: ImageContent) {
  const folder = await mkdtemp(join(tmpdir(), 'zw-image-'));
  const root = join(folder, 'root');
  const bin = join(folder, 'bin');
  await mkdir(root);
  await mkdir(bin);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  for (const [path, at] of Object.entries(writtenAt)) await utimes(join(root, path), at, at);
  for (const name of new Set([...ASKED, ...Object.keys(tools)])) {
    await writeFile(join(bin, name), `#!/bin/sh\n${tools[name] ?? 'exit 127'}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const env = { PATH: `${bin}:/usr/bin:/bin`, ZW_ROOT: root, ZW_NOW: String(IMAGE_NOW) };
  return {
    root,
    folder,
    /** Carries out a command of the collector by the shell of Debian; returns what it printed. */
    collector: async (...args: string[]): Promise<string> =>
      (await run('sh', [COLLECTOR, ...args], { env, timeout: 30_000, maxBuffer: 1 << 22 })).stdout,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What the collector reports of such a gateway; only these keys, where some are named. */
export async function reportOf(content: ImageContent, ...keys: string[]): Promise<Record<string, unknown>> {
  const image = await gatewayImage(content);
  try {
    return JSON.parse(await image.collector('print', ...keys)) as Record<string, unknown>;
  } finally {
    await image.remove();
  }
}

/** The collector on this very machine. */
export const collectHere = async (): Promise<string> =>
  (await run('sh', [COLLECTOR], { timeout: 60_000, maxBuffer: 1 << 22 })).stdout;
