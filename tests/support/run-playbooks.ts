import { OT_EXECUTION, type Effect } from '../../src/lib/domain/playbooks/cacao/ot-execution';
import type { Command, Playbook, WorkflowStep } from '../../src/lib/domain/playbooks/cacao/model';
import { anAction, aPlaybook, cacaoId, END, START } from './cacao-playbooks';

export const stepKey = (n: number, type = 'action') => cacaoId(type, n);
export const endKey = (n: number) => cacaoId('end', n);
const TARGET = cacaoId('net-address', 1);

const ot = (effect: Effect, more: object = {}) => ({ [OT_EXECUTION]: { effect, ...more } });
const command = (type: string, line: string): Command => ({ type, command: line });

/** A step that only looks. */
export const look = (on: Partial<WorkflowStep>, more: object = {}): WorkflowStep =>
  anAction({
    name: 'Look',
    commands: [command('x-zonewatch-check', 'gateway __gateway__:value is live')],
    step_extensions: ot('read-only', more),
    ...(on as object),
  });

/** A step that disrupts, and so asks for consent. */
export const restart = (on: Partial<WorkflowStep>, more: object = {}): WorkflowStep =>
  anAction({
    name: 'Restart',
    commands: [command('x-zonewatch-gateway-command', 'restart')],
    targets: [TARGET],
    step_extensions: ot('disruptive', more),
    ...(on as object),
  });

/** A step that a person does. */
export const byHand = (on: Partial<WorkflowStep>): WorkflowStep =>
  anAction({
    name: 'By hand',
    commands: [command('manual', 'Look at __gateway__:value.')],
    ...(on as object),
  });

let made = 0;

/** A playbook about a gateway, of these steps and the end; it begins with the first. */
export const gatewayPlaybook = (
  steps: Record<string, WorkflowStep>,
  parts: Partial<Playbook> = {},
): Playbook =>
  aPlaybook({
    id: cacaoId('playbook', 100 + ++made),
    name: 'Gateway',
    workflow: {
      [START]: { type: 'start', on_completion: Object.keys(steps)[0] ?? END },
      ...steps,
      [END]: { type: 'end' },
    },
    playbook_variables: { __gateway__: { type: 'string', value: null, external: true } },
    target_definitions: {
      [TARGET]: { type: 'net-address', name: '__gateway__:value', address: { dname: ['__gateway__:value'] } },
    },
    ...parts,
  });
