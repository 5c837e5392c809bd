import { advisoryImport } from './commands/advisory';
import { auditList } from './commands/audit';
import { auditExport } from './commands/audit-export';
import { auditVerify } from './commands/audit-verify';
import { demoPrepare, demoSettle } from './commands/demo-prepare';
import { gatewayCommands } from './commands/gateway';
import { gatewayPermissionCommands } from './commands/gateway-permissions';
import { outgoingCommands } from './commands/outgoing';
import { plantCommands } from './commands/plant';
import { plantCheck } from './commands/plant-check';
import { playbookLint } from './commands/playbook-lint';
import { setupCode } from './commands/setup';
import { simulatorCommands } from './commands/simulator';
import { tokenCommands } from './commands/token';
import { userCommands } from './commands/user';
import type { CliCommand } from './shell';

/** Every command, in the order of the help text. */
export const COMMANDS: readonly CliCommand[] = [
  setupCode,
  ...userCommands,
  plantCheck,
  ...plantCommands,
  ...gatewayCommands,
  ...gatewayPermissionCommands,
  ...tokenCommands,
  ...outgoingCommands,
  playbookLint,
  advisoryImport,
  auditList,
  auditExport,
  auditVerify,
  ...simulatorCommands,
  demoPrepare,
  demoSettle,
];
