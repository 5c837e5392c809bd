import { COMMANDS } from './commands';
import { complaint } from './complaint';
import { help, usageOf } from './help';
import {
  EXIT,
  makeShell,
  UsageError,
  type CliCommand,
  type ExitCode,
  type Shell,
  type Surroundings,
} from './shell';

/** Runs one command line and returns its exit code; never throws. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const shell = makeShell(surroundings);
  if (args.length === 0 || isHelp(args[0])) {
    shell.print(help(COMMANDS));
    return args.length === 0 ? EXIT.usage : EXIT.done;
  }
  const command = choose(args);
  if (command === undefined) return listInstead(args, shell);
  const rest = args.slice(command.name.split(' ').length);
  if (rest.some(isHelp)) {
    shell.print(`${usageOf(command)}\n${command.summary}`);
    return EXIT.done;
  }
  try {
    return await command.run(rest, shell);
  } catch (error) {
    if (error instanceof UsageError) {
      shell.complain(`${error.message}\n${usageOf(command)}`);
      return EXIT.usage;
    }
    shell.complain(complaint(error));
    return EXIT.failed;
  }
}

/** Nothing of that name: the commands of the same kind, or all, as an answer or as a correction. */
function listInstead([kind = '', word]: readonly string[], shell: Shell): ExitCode {
  const topic = COMMANDS.some(({ name }) => name.startsWith(`${kind} `)) ? `${kind} ` : '';
  if (topic !== '' && isHelp(word)) {
    shell.print(help(COMMANDS, topic));
    return EXIT.done;
  }
  const given = [kind, word].filter((part) => part !== undefined).join(' ');
  shell.complain(`There is no command "${given}".\n\n${help(COMMANDS, topic)}`);
  return EXIT.usage;
}

const choose = (args: readonly string[]): CliCommand | undefined =>
  COMMANDS.find(({ name }) => args.slice(0, name.split(' ').length).join(' ') === name);

const isHelp = (word: string | undefined): boolean => word === 'help' || word === '--help' || word === '-h';
