import type { AuditFact } from './entry';

/** A field of the object that an act changed. */
export interface AuditChange {
  name: string;
  before: AuditFact;
  after: AuditFact;
}

const BEFORE = '_before';
const AFTER = '_after';

/**
 * Facts named `x_before` and `x_after` tell one field's change, and stand side by side; the rest stays as it
 * is. One of the two alone means that the field was not there before, or is gone.
 */
export function changesIn(facts: Readonly<Record<string, AuditFact>>): {
  changes: AuditChange[];
  rest: Record<string, AuditFact>;
} {
  const names = new Set<string>();
  const rest: Record<string, AuditFact> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (name.endsWith(BEFORE)) names.add(name.slice(0, -BEFORE.length));
    else if (name.endsWith(AFTER)) names.add(name.slice(0, -AFTER.length));
    else rest[name] = value;
  }
  const changes = [...names].map((name) => ({
    name: name.replaceAll('_', ' '),
    before: facts[name + BEFORE] ?? null,
    after: facts[name + AFTER] ?? null,
  }));
  return { changes, rest };
}

/** Facts that tell which of these fields an act changed, by names that `changesIn` puts side by side. */
export function changeFacts<K extends string>(
  before: Readonly<Record<K, AuditFact>>,
  after: Readonly<Record<K, AuditFact>>,
  fields: readonly K[],
): Record<string, AuditFact> {
  const changed = fields.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(
    changed.flatMap((field) => {
      const name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return [
        [name + BEFORE, before[field]],
        [name + AFTER, after[field]],
      ];
    }),
  );
}
