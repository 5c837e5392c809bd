import { isEnded } from '../../../src/lib/domain/playbooks/engine/run-in-work';
import type { DrillFile } from '../../support/drill';

/** An entry of the audit log as the API tells it. */
export interface AuditLine {
  action: string;
  step?: string | undefined;
  facts?: Readonly<Record<string, unknown>> | undefined;
}

/** What is wrong with the record of a run whose server died again and again; empty when nothing is. */
export function faultsOfRecord({ run, steps, entries }: DrillFile, audit: readonly AuditLine[]): string[] {
  const faults: string[] = [];
  if (run.endedAt === null) faults.push('it is not over');
  entries.forEach(({ seq }, i) => seq !== i + 1 && faults.push(`line ${i + 1} of its history is ${seq}`));
  const ends = audit.filter(({ action }) => action === 'run.ended').length;
  if (ends !== 1) faults.push(`${ends} audit entries tell of its end`);
  for (const { id, kind, name, status, startedAt } of steps) {
    if (kind !== 'action' || startedAt === null || !isEnded({ status })) continue;
    const told = audit.filter(({ action, facts }) => action === 'run.step-ended' && facts?.['number'] === id);
    const last = told.at(-1)?.facts?.['status'];
    if (last !== status)
      faults.push(`step ${id} ${name} is ${status}, and the audit log says ${String(last)}`);
  }
  return faults;
}

/** Commands that a simulated gateway counted: `firmware_update/zw-...  received 1, begun 1`. */
export function faultsOfCommands(counted: string): string[] {
  return counted
    .split('\n')
    .map((line) => /^(\S+)\s+received (\d+), begun (\d+)$/.exec(line.trim()))
    .filter((match) => match !== null)
    .filter(([, , received, begun]) => Number(received) > 1 || Number(begun) > 1)
    .map(([line]) => `not once: ${line}`);
}
