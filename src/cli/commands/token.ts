import { createToken, endToken } from '../../lib/server/access/ingest-tokens';
import { listTokens } from '../../lib/server/storage/ingest-token-store';
import { gatewayId } from '../../lib/domain/ids';
import { readArguments } from '../arguments';
import { withInstallation } from '../installation';
import { EXIT, UsageError, type CliCommand } from '../shell';
import { moment, table } from '../table';

const create: CliCommand = {
  name: 'token create',
  usage: 'GATEWAY [--name TEXT]',
  summary: 'make a token with which a gateway posts its log records over HTTPS; shown once',
  run(args, shell) {
    const read = readArguments(args, { least: 1, most: 1, options: { name: 'text' } });
    const [gateway = ''] = read.positionals;
    return withInstallation(shell, async ({ act }) => {
      const made = await act(createToken, { gateway, name: read.text('name') ?? 'made at the shell' });
      shell.complain(
        `Token ${made.id} of ${made.gateway}, shown only here. Send it as: Authorization: Bearer TOKEN`,
      );
      shell.print(made.token);
      return EXIT.done;
    });
  },
};

const list: CliCommand = {
  name: 'token list',
  usage: '[GATEWAY]',
  summary: 'list the tokens, which gateway they speak for and when they were used last',
  run(args, shell) {
    const [name] = readArguments(args, { least: 0, most: 1 }).positionals;
    const gateway = name === undefined ? undefined : gatewayId.safeParse(name);
    if (gateway?.success === false) throw new UsageError(`"${name}" is no gateway's name.`);
    return withInstallation(shell, async ({ host }) => {
      const tokens = await host.database.read((tx) => listTokens(tx, gateway?.data));
      const rows = tokens.map((token) => [
        String(token.id),
        token.gateway,
        token.revokedAt === null ? 'valid' : 'revoked',
        moment(token.createdAt),
        token.createdBy,
        moment(token.lastUsedAt),
        token.name,
      ]);
      shell.print(table(['TOKEN', 'GATEWAY', 'STATE', 'MADE', 'BY', 'LAST USED', 'NAME'], rows));
      return EXIT.done;
    });
  },
};

const revoke: CliCommand = {
  name: 'token revoke',
  usage: 'TOKEN',
  summary: 'end a token, by its number in the list; for good, and from the next request on',
  run(args, shell) {
    const [token = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    return withInstallation(shell, async ({ act }) => {
      const ended = await act(endToken, { token });
      shell.print(`Token ${ended.id} of ${ended.gateway} is revoked.`);
      return EXIT.done;
    });
  },
};

export const tokenCommands: readonly CliCommand[] = [create, list, revoke];
