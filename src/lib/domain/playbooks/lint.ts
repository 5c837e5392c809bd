import { parseIncidentField } from './commands/incident-field';
import { CERTIFICATE_ACTS, isCertificateAct } from './commands/certificate-command';
import {
  CERTIFICATE_COMMAND,
  CHECK_COMMAND,
  GATEWAY_COMMAND,
  INCIDENT_COMMAND,
  NOTIFY_COMMAND,
} from './commands/command-types';
import { readGatewayRequest } from './commands/gateway-command';
import { parseNotify } from './commands/notify';
import { parseCheck } from './commands/parse-statement';
import type { Finding } from './cacao/finding';
import { lintPlaybook } from './cacao/lint';
import type { Command, Playbook } from './cacao/model';
import { parseCondition } from './engine/condition';
import type { LintOptions } from './cacao/rules/options';

type Check = (command: Command) => string | undefined;

/** A check of a command whose words are read by a grammar of ours. */
const byGrammar =
  (read: (text: string) => object): Check =>
  ({ command }) => {
    const reading: { fault?: unknown } = read(command ?? '');
    return typeof reading.fault === 'string' ? `Is not understood: ${reading.fault}.` : undefined;
  };

const COMMANDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  [CHECK_COMMAND, byGrammar(parseCheck)],
  [INCIDENT_COMMAND, byGrammar(parseIncidentField)],
  [NOTIFY_COMMAND, byGrammar(parseNotify)],
  [
    GATEWAY_COMMAND,
    ({ command, content }) => {
      const reading = readGatewayRequest({ command, content });
      return 'problem' in reading ? reading.problem : undefined;
    },
  ],
  [
    CERTIFICATE_COMMAND,
    ({ command }) =>
      isCertificateAct(command?.trim()) ? undefined : `Must be one of ${CERTIFICATE_ACTS.join(', ')}.`,
  ],
]);

/** What the linter of CACAO checks beyond the standard, because it is executed here. */
export const OUR_LINT: LintOptions = {
  commands: COMMANDS,
  condition(text) {
    const reading = parseCondition(text);
    return 'fault' in reading ? `Is not understood: ${reading.fault}.` : undefined;
  },
  approvers: ['responder', 'process_owner'],
};

/** What is found in a playbook that is to be executed here. */
export const lintHere = (playbook: Playbook): Finding[] => lintPlaybook(playbook, OUR_LINT);
