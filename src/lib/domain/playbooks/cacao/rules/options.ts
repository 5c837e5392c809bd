import type { Command } from '../model';

/** What an executor knows beyond the standard, so that the linter can check it. All of it may be left out. */
export interface LintOptions {
  /** Own types of commands: each tells what is wrong with a command of it, or nothing. */
  commands?: ReadonlyMap<string, (command: Command) => string | undefined>;
  /** What is wrong with a condition, or nothing. */
  condition?: (text: string) => string | undefined;
  /** Roles that an approval may be asked of; any when left out. */
  approvers?: readonly string[];
}
