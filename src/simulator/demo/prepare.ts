import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePlantFile } from '../../lib/domain/plant/plant-file';
import { demoPlant } from '../demo-plant';
import { pastOf } from './past';
import { hashSources, isBuildCurrent, markBuild } from './build-state';
import { runToEnd } from './child';
import { prepared, type Prepared } from './people';

/** What went wrong in words for the person at the console; no stack belongs with it. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** Where the demo works, and how it hears that it should stop. */
export interface Setting {
  root: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  say(text: string): void;
}

/** Builds the pages when the build that lies there was made from other sources. */
export async function build({ root, env, signal, say }: Setting): Promise<void> {
  const sources = hashSources(root);
  if (isBuildCurrent(root, sources)) return;
  say('Building the pages (only when the sources have changed) ...');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = { cwd: root, env, signal, errors: 'kept' } as const;
  const { code, output } = await runToEnd([vite, 'build', '--logLevel', 'warn'], options);
  if (code !== 0) throw new Failure(`The build failed.\n${output}`);
  markBuild(root, sources);
}

/** Makes the data directory ready: database, plant, certificates, people with fresh passwords. */
export async function prepare({ root, env, signal }: Setting): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'zonewatch-demo-'));
  try {
    const plant = join(folder, 'plant.yaml');
    const file = demoPlant(size(env));
    await writeFile(plant, writePlantFile(file));
    const past = join(folder, 'past.json');
    await writeFile(past, JSON.stringify(pastOf(file)));
    const args = [join(root, 'src', 'cli', 'zonewatch.js'), 'demo', 'prepare', plant, past];
    const { code, output } = await runToEnd(args, { cwd: process.cwd(), env, signal, errors: 'shown' });
    if (code !== 0) throw new Failure('The demo could not be prepared.');
    return prepared.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both are checked again, and explained, where the settings are read. */
function size(env: NodeJS.ProcessEnv): { seed: number; drives: number } {
  const whole = (name: string, fallback: number) => {
    const number = Number(env[name] ?? fallback);
    return Number.isSafeInteger(number) && number >= 0 && number <= 50_000 ? number : fallback;
  };
  return { seed: whole('SIM_SEED', 1), drives: whole('SIM_DRIVES', 80) };
}

/** After a server that was killed: stops the database that outlived it, so that nothing is left behind. */
export async function settle({ root, env }: Setting): Promise<void> {
  const args = [join(root, 'src', 'cli', 'zonewatch.js'), 'demo', 'settle'];
  const signal = AbortSignal.timeout(SETTLE_WITHIN_MS);
  await runToEnd(args, { cwd: process.cwd(), env, signal, errors: 'kept' }).catch(() => undefined);
}

const SETTLE_WITHIN_MS = 10_000;
