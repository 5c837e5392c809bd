import { SECURITY_DEFINITIONS } from '../security/security-definitions';
import type { AlarmDefinition } from './definition';
import { PROCESS_DEFINITIONS } from './process-definitions';
import { SYSTEM_DEFINITIONS } from './system-definitions';

/** Every alarm there can be, by id: of the process, of security, and of Zonewatch itself. */
export const ALARM_DEFINITIONS: ReadonlyMap<string, AlarmDefinition> = collected([
  PROCESS_DEFINITIONS,
  SECURITY_DEFINITIONS,
  SYSTEM_DEFINITIONS,
]);

/** Definitions by id; throws when two have the same, or when a cause is none of them. */
export function collected(
  lists: readonly (readonly AlarmDefinition[])[],
): ReadonlyMap<string, AlarmDefinition> {
  const all = new Map<string, AlarmDefinition>();
  for (const definition of lists.flat()) {
    if (all.has(definition.id)) throw new Error(`two alarm definitions are called ${definition.id}`);
    all.set(definition.id, definition);
  }
  for (const { id, causes } of all.values()) {
    const unknown = causes.find((cause) => !all.has(cause));
    if (unknown !== undefined) throw new Error(`the cause ${unknown} of alarm ${id} is no alarm`);
  }
  return all;
}
