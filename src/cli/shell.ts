import { readSettings, type Settings } from '../lib/server/settings';

/** The surroundings a command was started in; tests hand over their own. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  workingDirectory: string;
  /** What was asked for, one text at a time, to standard output. */
  print(text: string): void;
  /** Errors and progress, to standard error. */
  complain(text: string): void;
}

/** What a command works with. Settings are read when first needed: `help` works with broken ones. */
export interface Shell extends Surroundings {
  settings(): Settings;
}

export function makeShell(surroundings: Surroundings): Shell {
  let settings: Settings | undefined;
  return {
    ...surroundings,
    settings: () => (settings ??= readSettings(surroundings.env, surroundings.workingDirectory)),
  };
}

/** How a command ended: 0 done, 1 refused or failed, 2 not understood. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The words after `zonewatch` were not understood. The message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One command of the cli. */
export interface CliCommand {
  /** Words that choose it, such as `gateway add`. */
  name: string;
  /** What follows the name. */
  usage: string;
  /** One line for the list of commands. */
  summary: string;
  /** Left out of the list: called by other programs of ours. */
  internal?: boolean;
  run(args: readonly string[], shell: Shell): Promise<ExitCode>;
}
