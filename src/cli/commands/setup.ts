import { SETUP_CODE_MS, issueSetupCode } from '../../lib/server/access/setup';
import { MINUTE_MS } from '../../lib/domain/time';
import { readArguments } from '../arguments';
import { withInstallation } from '../installation';
import { EXIT, type CliCommand } from '../shell';

export const setupCode: CliCommand = {
  name: 'setup code',
  usage: '',
  summary: 'make a new one-time code for the first administrator, to type into /setup',
  run(args, shell) {
    readArguments(args, { least: 0, most: 0 });
    return withInstallation(shell, async ({ host }) => {
      const code = await issueSetupCode(host.database, host.clock);
      if (code === undefined) {
        shell.complain('There is an administrator already. Sign in, or use: zonewatch user password NAME');
        return EXIT.failed;
      }
      shell.print(`${code}\nIt holds for ${SETUP_CODE_MS / MINUTE_MS} minutes and for one administrator.`);
      return EXIT.done;
    });
  },
};
