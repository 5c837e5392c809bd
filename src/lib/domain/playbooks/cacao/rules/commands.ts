import type { Finding } from '../finding';
import type { Command, Playbook } from '../model';
import { STANDARD_COMMANDS } from '../schema/commands';
import { commandsOf, error, inStep, stepsOf } from './facts';
import type { LintOptions } from './options';

/** L10: every command says what is to be done, in a type that is known. */
export function lintCommands(playbook: Playbook, { commands: own }: LintOptions): Finding[] {
  return commandsOf(playbook).flatMap(({ command, path }) => {
    const check = own?.get(command.type);
    if (check !== undefined) {
      const problem = check(command);
      return problem === undefined ? [] : [error('L10', path, problem)];
    }
    if (!STANDARD_COMMANDS.includes(command.type)) {
      return [
        error(
          'L10',
          `${path}/type`,
          `“${command.type.slice(0, 100)}” is not a type of command that is known.`,
        ),
      ];
    }
    return saysNothing(command)
      ? [error('L10', path, 'Says nothing: give it command or command_b64.')]
      : wrongStartLine(command, path);
  });
}

const saysNothing = ({ command, command_b64: base64 }: Command): boolean =>
  (command ?? '').trim() === '' && (base64 ?? '').trim() === '';

/** Commands over HTTP begin with a request line, such as `POST /path HTTP/1.1`. */
function wrongStartLine({ type, command }: Command, path: string): Finding[] {
  if (type !== 'http-api' && type !== 'openc2-http') return [];
  return /^[A-Z]{3,10} [^\s]{1,4000} HTTP\/[0-9](\.[0-9])?$/.test(command ?? '')
    ? []
    : [error('L10', `${path}/command`, 'Must be a request line such as “POST /path HTTP/1.1”.')];
}

/** Conditions that nobody could judge. */
export function lintConditions(playbook: Playbook, { condition: check }: LintOptions): Finding[] {
  if (check === undefined) return [];
  return stepsOf(playbook).flatMap(([key, step]) => {
    if (step.type !== 'if-condition' && step.type !== 'while-condition') return [];
    const problem = check(step.condition);
    return problem === undefined ? [] : [error('condition', inStep(key, 'condition'), problem)];
  });
}
