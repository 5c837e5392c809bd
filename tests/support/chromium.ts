import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** A browser for tests: an installed Chromium, else the one that came with the packages. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = installedChromium() ?? (await packagedChromium());
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Path of a Chromium that is on this machine already; `CHROMIUM_PATH` names another. */
export const installedChromium = (): string | undefined =>
  process.env['CHROMIUM_PATH'] ?? INSTALLED.find(isExecutable);

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Unpacks into a folder of its own: the package caches by path, not by version. */
async function packagedChromium(): Promise<string> {
  // The package unpacks its shared libraries only where it believes to be in a function runtime.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x';
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'zonewatch-chromium-'));
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
