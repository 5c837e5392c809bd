import { forbidGatewayOperation, permitOperation } from '../../lib/server/access/gateway-permissions';
import type { GatewayPermissionRow } from '../../lib/server/storage/gateway-permission-store';
import { readArguments } from '../arguments';
import { withInstallation } from '../installation';
import { EXIT, type CliCommand } from '../shell';

/** A list of types is short; more words than this are a mistake. */
const MOST_TYPES = 50;

const permit: CliCommand = {
  name: 'gateway permit',
  usage: 'NAME OPERATION [TYPE ...] --reason TEXT',
  summary:
    'let approved steps of playbooks ask a gateway for firmware_update, software_update, restart, or for config_update and log_upload of these types',
  run(args, shell) {
    const read = readArguments(args, { least: 2, most: 2 + MOST_TYPES, options: { reason: 'text' } });
    const [gateway = '', operation = '', ...types] = read.positionals;
    return withInstallation(shell, async ({ act }) => {
      const rows = await act(permitOperation, { id: gateway, operation, types, reason: read.text('reason') });
      shell.print(permitted(gateway, rows));
      return EXIT.done;
    });
  },
};

const forbid: CliCommand = {
  name: 'gateway forbid',
  usage: 'NAME OPERATION --reason TEXT',
  summary: 'take that permission back; what was asked already is not stopped by it',
  run(args, shell) {
    const read = readArguments(args, { least: 2, most: 2, options: { reason: 'text' } });
    const [gateway = '', operation = ''] = read.positionals;
    return withInstallation(shell, async ({ act }) => {
      const rows = await act(forbidGatewayOperation, { id: gateway, operation, reason: read.text('reason') });
      shell.print(permitted(gateway, rows));
      return EXIT.done;
    });
  },
};

const permitted = (gateway: string, rows: readonly GatewayPermissionRow[]): string =>
  rows.length === 0
    ? `${gateway} may be asked for nothing.`
    : `${gateway} may be asked for ${rows.map(({ operation, types }) => [operation, ...types].join(' ')).join(', ')}.`;

export const gatewayPermissionCommands: readonly CliCommand[] = [permit, forbid];
