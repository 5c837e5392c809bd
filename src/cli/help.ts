import { table } from './table';
import type { CliCommand } from './shell';

/** The list of commands, or those whose names begin with `topic`. */
export function help(commands: readonly CliCommand[], topic = ''): string {
  const shown = commands.filter((c) => c.internal !== true && c.name.startsWith(topic));
  const rows = shown.map(({ name, usage, summary }) => [`  ${name} ${usage}`.trimEnd(), summary]);
  const text = table(['Usage: zonewatch COMMAND', ''], rows);
  return topic === '' ? `${text}\n\n${SETTINGS}` : text;
}

const SETTINGS = `The server that is meant is named by ZONEWATCH_DATA (.zonewatch when not set) or DATABASE_URL.
Exit codes: 0 done, 1 refused or failed, 2 not understood.`;

export const usageOf = ({ name, usage }: CliCommand): string => `Usage: zonewatch ${name} ${usage}`.trimEnd();
