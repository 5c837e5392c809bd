import { RECOVERY } from '../../../src/lib/domain/playbooks/recovery';

export type RecoveryName = keyof typeof RECOVERY;
const NAMES = Object.keys(RECOVERY) as RecoveryName[];
const KNOWN = ['SOAK_PLAYBOOKS', 'SOAK_STRIDE', 'SOAK_RESULTS'];

/** What a soak of runs is made of; everything can be set by the environment. */
export interface RunSoakSettings {
  /** Which of the shipped playbooks are drilled. */
  playbooks: readonly RecoveryName[];
  /** The server dies at each so-manieth commit of the run: 1 for every one. */
  stride: number;
  /** Where the record is written. */
  results: string;
}

/** Reads `SOAK_...`; throws with the name of what makes no sense, or is the name of nothing. */
export function readRunSoakSettings(env: NodeJS.ProcessEnv): RunSoakSettings {
  const unknown = Object.keys(env).filter((name) => name.startsWith('SOAK_') && !KNOWN.includes(name));
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(', ')}: not known. What can be set: ${KNOWN.join(', ')}.`);
  }
  const asked = (env['SOAK_PLAYBOOKS'] ?? NAMES.join(',')).split(',').map((name) => name.trim());
  const odd = asked.filter((name) => !(NAMES as string[]).includes(name));
  if (odd.length > 0)
    throw new Error(`SOAK_PLAYBOOKS: not ${odd.join(', ')}. There are: ${NAMES.join(', ')}.`);
  const stride = Number(env['SOAK_STRIDE'] ?? 1);
  if (!Number.isInteger(stride) || stride < 1) throw new Error('SOAK_STRIDE must be a whole number from 1.');
  return {
    playbooks: asked as RecoveryName[],
    stride,
    results: env['SOAK_RESULTS'] ?? 'soak-results',
  };
}
