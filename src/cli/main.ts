import { COMMANDS } from './commands';
import { complaint } from './complaint';
import { help, usageOf } from './help';
import { EXIT, makeShell, UsageError, type CliCommand, type ExitCode, type Surroundings } from './shell';

/** Runs one command line and returns its exit code; never throws. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const shell = makeShell(surroundings);
  if (args.length === 0 || isHelp(args[0])) {
    shell.print(help(COMMANDS));
    return args.length === 0 ? EXIT.usage : EXIT.done;
  }
  const command = choose(args);
  if (command === undefined) {
    const topic = COMMANDS.some(({ name }) => name.startsWith(`${args[0]} `)) ? `${args[0]} ` : '';
    if (topic === '' || !isHelp(args[1]))
      shell.complain(`There is no command "${args.slice(0, 2).join(' ')}".\n`);
    shell.complain(help(COMMANDS, topic));
    return topic !== '' && isHelp(args[1]) ? EXIT.done : EXIT.usage;
  }
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

const choose = (args: readonly string[]): CliCommand | undefined =>
  COMMANDS.find(({ name }) => args.slice(0, name.split(' ').length).join(' ') === name);

const isHelp = (word: string | undefined): boolean => word === 'help' || word === '--help' || word === '-h';
