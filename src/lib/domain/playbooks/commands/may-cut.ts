import type { Command } from '../cacao/model';
import { GATEWAY_COMMAND } from './command-types';

/** Activities of CACAO that take the way to something away. */
const CUTTING: ReadonlySet<unknown> = new Set(['disconnect-system', 'restrict-access']);
/** What a gateway goes away for. */
const AWAY: ReadonlySet<string> = new Set(['restart', 'firmware_update']);

/** Whether a command may cut the path to equipment: nobody can tell from it alone, so its step has to say. */
export function mayCut({ type, command = '', playbook_activity: activity }: Command): boolean {
  if (CUTTING.has(activity)) return true;
  if (type === 'http-api') return !/^(GET|HEAD) /.test(command.trim());
  return type === GATEWAY_COMMAND && AWAY.has(command.trim());
}
