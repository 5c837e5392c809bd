import { anAction, aPlaybook, cacaoId, END, START } from './cacao-playbooks';
import { RunWalk } from './run-walk';
import { OT_EXECUTION } from '../../src/lib/domain/playbooks/cacao/ot-execution';
import type { Command, Playbook, WorkflowStep } from '../../src/lib/domain/playbooks/cacao/model';
import type { Effect } from '../../src/lib/domain/playbooks/effect';

export const key = (n: number, type = 'action') => cacaoId(type, n);
export const [A, B, C, X] = [key(11), key(12), key(13), key(99)];
export const end = (n: number) => key(n, 'end');

const CHECK: Command = { type: 'x-zonewatch-check', command: 'gateway gw-001 link = live' };
const GATEWAY: Command = { type: 'x-zonewatch-gateway-command', command: 'restart' };
const BY_HAND: Command = { type: 'manual', command: 'Look at it.' };

export const ot = (effect: Effect, more: object = {}) => ({ [OT_EXECUTION]: { effect, ...more } });

/** A step that only looks. */
export const check = (on: Partial<WorkflowStep>, more: object = {}): WorkflowStep =>
  anAction({ commands: [CHECK], step_extensions: ot('read-only', more), ...(on as object) });

/** A step that disrupts. */
export const restart = (on: Partial<WorkflowStep>, more: object = {}): WorkflowStep =>
  anAction({ commands: [GATEWAY], step_extensions: ot('disruptive', more), ...(on as object) });

/** A step that a person does. */
export const byHand = (on: Partial<WorkflowStep>): WorkflowStep =>
  anAction({ commands: [BY_HAND], ...(on as object) });

/** A run of these steps, the first of them begun. */
export const play = (
  steps: Record<string, WorkflowStep>,
  parts: Partial<Playbook> = {},
  others: Playbook[] = [],
): RunWalk => new RunWalk(made(steps, parts), others);

/** A playbook of these steps, which begins with the first. */
export const made = (steps: Record<string, WorkflowStep>, parts: Partial<Playbook> = {}): Playbook =>
  aPlaybook({
    workflow: {
      [START]: { type: 'start', on_completion: Object.keys(steps)[0] ?? END },
      ...steps,
      [END]: { type: 'end' },
    },
    ...parts,
  });

export const variable = (type: string, value: string | null, more: object = {}) => ({ type, value, ...more });
