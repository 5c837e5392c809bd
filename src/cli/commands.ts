import { plantCheck } from './commands/plant-check';
import { simulatorCommands } from './commands/simulator';
import type { CliCommand } from './shell';

/** Every command, in the order of the help text. */
export const COMMANDS: readonly CliCommand[] = [plantCheck, ...simulatorCommands];
