import type { JsonValue } from './dialects/thin-edge/json';
import { isObject } from './dialects/thin-edge/json';

const MAX_UNIT = 16;
const MAX_UNITS = 500;

/**
 * Units that a measurement type's metadata states, by signal; of grouped signals by `group.name`, or by the
 * group where it has one for all. What is no unit is left out.
 */
export function unitsOf(meta: JsonValue): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  if (!isObject(meta)) return units;
  for (const [name, facts] of Object.entries(meta).slice(0, MAX_UNITS)) {
    if (!isObject(facts)) continue;
    put(units, name, facts['unit']);
    for (const [member, inner] of Object.entries(facts).slice(0, MAX_UNITS)) {
      if (isObject(inner)) put(units, `${name}.${member}`, inner['unit']);
    }
  }
  return units;
}

function put(units: Map<string, string>, name: string, unit: unknown): void {
  if (typeof unit === 'string' && unit !== '' && unit.length <= MAX_UNIT) units.set(name, unit);
}
