import { OT_EXECUTION, type Effect } from '../../src/lib/domain/playbooks/cacao/ot-execution';
import type { ActionStep, Playbook, WorkflowStep } from '../../src/lib/domain/playbooks/cacao/model';

const MADE_BY = 'identity--b9f0d2a6-3a52-4b0b-9d3c-0f2f6f0f7d11';
const CREATED = '2026-11-20T10:00:00.000Z';

/** An id of that type; the same for the same number. */
export const cacaoId = (type: string, n: number): string =>
  `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const START = cacaoId('start', 1);
export const END = cacaoId('end', 1);
export const ACT = cacaoId('action', 1);
export const PERSON = cacaoId('individual', 1);

/** A step that asks somebody to do something, and says what that does to the plant. */
export function anAction(parts: Partial<ActionStep> & { effect?: Effect } = {}): ActionStep {
  const { effect = 'none', ...own } = parts;
  return {
    type: 'action',
    name: 'Look at it',
    commands: [{ type: 'manual', command: 'Look at the cabinet.', playbook_activity: 'scan-system' }],
    agent: PERSON,
    timeout: 600_000,
    step_extensions: { [OT_EXECUTION]: { effect } },
    ...own,
  };
}

/** A playbook that nothing is wrong with: start, one manual step, end. */
export function aPlaybook(parts: Partial<Playbook> = {}): Playbook {
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: cacaoId('playbook', 1),
    name: 'Look at a cabinet',
    playbook_types: ['investigation'],
    playbook_activities: ['scan-system'],
    playbook_processing_summary: { manual_playbook: true, temporal_logic: true, extensions: true },
    created_by: MADE_BY,
    created: CREATED,
    modified: CREATED,
    workflow_start: START,
    workflow: {
      [START]: { type: 'start', on_completion: ACT },
      [ACT]: anAction({ on_completion: END }),
      [END]: { type: 'end' },
    },
    agent_definitions: { [PERSON]: { type: 'individual', name: 'Technician' } },
    extension_definitions: {
      [OT_EXECUTION]: {
        type: 'extension-definition',
        name: 'x-ot-execution',
        created_by: MADE_BY,
        schema: 'https://zonewatch.invalid/x-ot-execution-1.0.0.json',
        version: '1.0.0',
      },
    },
    ...parts,
  };
}

/** The same playbook with other or more steps; `undefined` takes one away. */
export function withSteps(
  steps: Record<string, WorkflowStep | undefined>,
  parts: Partial<Playbook> = {},
): Playbook {
  const playbook = aPlaybook(parts);
  const all = Object.entries({ ...playbook.workflow, ...steps });
  const workflow = Object.fromEntries(
    all.filter((entry): entry is [string, WorkflowStep] => entry[1] !== undefined),
  );
  return { ...playbook, workflow };
}
