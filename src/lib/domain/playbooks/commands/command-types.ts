/** Kinds of command that are Zonewatch's own (CACAO 2.0, 5.1: the vocabulary is open). */
export const CHECK_COMMAND = 'x-zonewatch-check';
export const NOTIFY_COMMAND = 'x-zonewatch-notify';
export const INCIDENT_COMMAND = 'x-zonewatch-incident';
export const GATEWAY_COMMAND = 'x-zonewatch-gateway-command';
export const CERTIFICATE_COMMAND = 'x-zonewatch-certificate';

/** Kinds that software carries out. All others are shown, to be done by hand. */
export const EXECUTED_COMMANDS = [
  'http-api',
  CHECK_COMMAND,
  NOTIFY_COMMAND,
  INCIDENT_COMMAND,
  GATEWAY_COMMAND,
  CERTIFICATE_COMMAND,
] as const;
export type ExecutedCommand = (typeof EXECUTED_COMMANDS)[number];

const EXECUTED: ReadonlySet<string> = new Set(EXECUTED_COMMANDS);
export const isExecutedCommand = (type: string): type is ExecutedCommand => EXECUTED.has(type);

/** A variable by its whole name, underscores included (CACAO 2.0, 10.18). */
export const VARIABLE_NAME = /^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$/;
