import type { AuditRow } from '$lib/components/audit/audit-row';
import { changesIn } from '$lib/domain/audit/changes';
import type { AuditFact, AuditRecord } from '$lib/domain/audit/entry';
import type { AuditView } from '$lib/server/audit/list';

/** An entry as the list shows it. */
export function rowOf({ record, leafMatches }: AuditView): AuditRow {
  const { type, id, zone, site } = record.object;
  const { changes } = changesIn(record.facts);
  return {
    seq: record.seq,
    at: Date.parse(record.ts),
    actor: record.actor.id,
    action: record.action,
    object: type === id ? type : `${type} ${id}`,
    place: zone ?? site ?? '',
    result: record.result,
    changes: changes.map(({ name, before, after }) => ({ name, before: words(before), after: words(after) })),
    remark: remarkOf(record),
    altered: !leafMatches,
  };
}

/** Reason and facts in a line. A refusal tells its code, and how often where that was more than once. */
function remarkOf({ result, reason, facts }: AuditRecord): string {
  const { code, times } = facts;
  const told =
    result === 'refused'
      ? [code, typeof times === 'number' && times > 1 ? `${times} times` : '']
      : Object.entries(changesIn(facts).rest).map(([name, value]) =>
          value === '' ? '' : `${name} ${value}`,
        );
  return [reason, ...told].filter(Boolean).join('; ');
}

/** A value as it is read; what was not there is said as such. */
export const words = (value: AuditFact): string => (value === null || value === '' ? 'none' : String(value));
