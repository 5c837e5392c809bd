import { allowHost, forbidHost, forgetSecret, keepSecret } from '../../lib/server/outgoing/commands';
import { listHosts, listSecrets } from '../../lib/server/storage/outgoing-store';
import { readArguments } from '../arguments';
import { withInstallation } from '../installation';
import { EXIT, UsageError, type CliCommand } from '../shell';
import { moment, table } from '../table';
import { readNamedFile } from './plant-check';

const allow: CliCommand = {
  name: 'outgoing allow',
  usage: 'HOST --note TEXT',
  summary: 'let steps of playbooks call a host over HTTPS, such as tickets.plant.example:8443',
  run(args, shell) {
    const read = readArguments(args, { least: 1, most: 1, options: { note: 'text' } });
    const [host = ''] = read.positionals;
    return withInstallation(shell, async ({ act }) => {
      const allowed = await act(allowHost, { host, note: read.text('note') ?? '' });
      shell.print(`Steps may call ${allowed}.`);
      return EXIT.done;
    });
  },
};

const forbid: CliCommand = {
  name: 'outgoing forbid',
  usage: 'HOST',
  summary: 'let steps call a host no more',
  run(args, shell) {
    const [host = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    return withInstallation(shell, async ({ act }) => {
      shell.print(`Steps may call ${await act(forbidHost, { host })} no more.`);
      return EXIT.done;
    });
  },
};

const keep: CliCommand = {
  name: 'outgoing secret',
  usage: 'NAME HOST --from FILE',
  summary: 'keep the secret in a file, for steps to send to one host; playbooks know its name alone',
  async run(args, shell) {
    const read = readArguments(args, { least: 2, most: 2, options: { from: 'text' } });
    const [name = '', host = ''] = read.positionals;
    const file = read.text('from');
    // Never on the command line: everybody on this machine can read that.
    if (file === undefined) throw new UsageError('Name the file that holds the secret: --from FILE.');
    const value = (await readNamedFile(file, shell)).trim();
    return withInstallation(shell, async ({ act, settings }) => {
      await act(keepSecret(settings.keysDirectory), { name, host, value });
      shell.print(
        `Secret ${name} is kept for ${host}; delete ${file} now. Playbooks name it in kms_key_identifier.`,
      );
      return EXIT.done;
    });
  },
};

const forget: CliCommand = {
  name: 'outgoing forget',
  usage: 'NAME',
  summary: 'forget a secret, and delete its file',
  run(args, shell) {
    const [name = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    return withInstallation(shell, async ({ act, settings }) => {
      shell.print(`Secret ${await act(forgetSecret(settings.keysDirectory), { name })} is forgotten.`);
      return EXIT.done;
    });
  },
};

const list: CliCommand = {
  name: 'outgoing list',
  usage: '',
  summary: 'list the hosts that steps may call, and the names of the secrets for them',
  run(args, shell) {
    readArguments(args, { least: 0, most: 0 });
    return withInstallation(shell, async ({ host }) => {
      const [hosts, secrets] = await host.database.read(async (tx) => [
        await listHosts(tx),
        await listSecrets(tx),
      ]);
      const rows = hosts.map((row) => [
        row.host,
        secrets
          .filter((secret) => secret.host === row.host)
          .map((secret) => secret.name)
          .join(' ') || '-',
        moment(row.addedAt),
        row.addedBy,
        row.note,
      ]);
      shell.print(table(['HOST', 'SECRETS', 'SINCE', 'BY', 'NOTE'], rows));
      return EXIT.done;
    });
  },
};

export const outgoingCommands: readonly CliCommand[] = [allow, forbid, keep, forget, list];
