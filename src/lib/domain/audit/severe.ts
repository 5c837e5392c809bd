import type { AuditFact } from './entry';

/**
 * Acts after which a checkpoint is signed at once and not within the minute: those by which somebody could
 * give themselves the means to rewrite what came before, or that are about people's safety (D14).
 */
const SEVERE = [
  'person.',
  'account.change-password',
  'token.',
  'key.',
  'certificate.',
  'gateway.',
  'plant.import',
  'installation.',
  'settings.',
  'alarm-definition.',
  'playbook.approve',
  'audit.',
];

/** S1 and S2: people, environment and safety; production stopped or control lost. */
const SEVERE_INCIDENTS: ReadonlySet<AuditFact> = new Set([1, 2, '1', '2', 'S1', 'S2']);

/** Whether an act must be under a checkpoint at once. */
export function isSevere(
  action: string,
  result: string,
  facts: Readonly<Record<string, AuditFact>> = {},
): boolean {
  // A refusal changed nothing, and anybody can be refused as often as they like.
  if (result !== 'done') return false;
  if (action.startsWith('incident.'))
    return [facts['severity'], facts['severity_before']].some((severity) =>
      SEVERE_INCIDENTS.has(severity ?? null),
    );
  return SEVERE.some((begin) => action === begin || (begin.endsWith('.') && action.startsWith(begin)));
}
