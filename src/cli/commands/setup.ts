import { z } from 'zod';
import { INSTALLATION } from '../../lib/domain/access/subject';
import { MINUTE_MS } from '../../lib/domain/time';
import { defineCommand } from '../../lib/server/access/command';
import { renewSetupCode, SETUP_CODE_MS } from '../../lib/server/access/setup';
import { readArguments } from '../arguments';
import { withInstallation } from '../installation';
import { EXIT, type CliCommand } from '../shell';

/** A new code at the shell is written down: it is a way to become administrator. */
const issueCode = defineCommand({
  name: 'installation.issue-code',
  action: 'people.manage',
  schema: z.object({}),
  subject: () => INSTALLATION,
  async run(tx, _input, { now }) {
    const code = await renewSetupCode(tx, now);
    const audit = { object: { type: 'installation', id: 'installation' } };
    return { result: code, audit: code === undefined ? [] : [audit] };
  },
});

export const setupCode: CliCommand = {
  name: 'setup code',
  usage: '',
  summary: 'make a new one-time code for the first administrator, to type into /setup',
  run(args, shell) {
    readArguments(args, { least: 0, most: 0 });
    return withInstallation(shell, async ({ act }) => {
      const code = await act(issueCode, {});
      if (code === undefined) {
        shell.complain('There is an administrator already. Sign in, or use: zonewatch user password NAME');
        return EXIT.failed;
      }
      shell.print(`${code}\nIt holds for ${SETUP_CODE_MS / MINUTE_MS} minutes and for one administrator.`);
      return EXIT.done;
    });
  },
};
