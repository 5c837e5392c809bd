import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { installedChromium } from '../../support/chromium';
import { chooseAccount } from '../../../src/lib/server/storage/postgres-account';
import { findBinaries } from '../../../src/lib/server/storage/postgres-binaries';

/** What a result was measured on and with. */
export interface Circumstances {
  machine: { cpu: string; cores: number; memoryGiB: number; kernel: string };
  versions: { node: string; postgres: string; chromium: string };
  /** Of the sources; `-changed` is added when they differ from what was committed. */
  commit: string;
}

/** Looks it all up; what cannot be found is called unknown. */
export async function circumstances(): Promise<Circumstances> {
  const { postgres } = await findBinaries(chooseAccount(undefined));
  const browser = installedChromium();
  const [first] = cpus();
  return {
    machine: {
      cpu: first?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      kernel: release(),
    },
    versions: {
      node: process.version,
      postgres: said(postgres, '--version'),
      chromium: browser === undefined ? 'packaged' : said(browser, '--version'),
    },
    commit: said('git', 'describe', '--always', '--abbrev=12', '--exclude=*', '--dirty=-changed'),
  };
}

function said(program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
