import { readArguments } from '../arguments';
import { EXIT, type CliCommand } from '../shell';
import { counted, table } from '../table';
import { readNamedFile } from './plant-check';

export const playbookLint: CliCommand = {
  name: 'playbook lint',
  usage: 'FILE',
  summary: 'say what is wrong or doubtful in a CACAO 2.0 playbook',
  async run(args, shell) {
    const [path = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    // The schema library takes its time to load, and only this command needs it.
    const { parsePlaybook } = await import('../../lib/domain/playbooks/cacao/cacao');
    const { lintHere } = await import('../../lib/domain/playbooks/lint');
    const reading = parsePlaybook(await readNamedFile(path, shell));
    const findings = 'findings' in reading ? reading.findings : lintHere(reading.playbook);
    if (findings.length === 0) {
      shell.print(`${path} is right, and can be executed.`);
      return EXIT.done;
    }
    const errors = findings.filter(({ level }) => level === 'error').length;
    shell.print(
      table(
        ['Rule', 'Level', 'Where', 'What'],
        findings.map(({ rule, level, path: at, message }) => [
          rule,
          level,
          plain(at === '' ? '/' : at),
          plain(message),
        ]),
      ),
    );
    const verdict =
      'findings' in reading ? 'is no playbook' : errors > 0 ? 'cannot be executed' : 'can be executed';
    shell.print(
      `${path} ${verdict}: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}.`,
    );
    return errors === 0 ? EXIT.done : EXIT.failed;
  },
};

/** Names in a file come from whoever wrote it: nothing in them may control the terminal. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '?');
