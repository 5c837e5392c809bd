import type {
  ActionStep,
  Command,
  Identifier,
  Playbook,
  WorkflowStep,
} from '$lib/domain/playbooks/cacao/model';
import { CHECK_COMMAND, NOTIFY_COMMAND } from '$lib/domain/playbooks/commands/command-types';
import { mayCutPath } from '$lib/domain/playbooks/engine/consent';
import { otExecution, type OtExecution } from '$lib/domain/playbooks/cacao/ot-execution';

/** What a step asks of whoever reads it (reference: ux, runbook step safety). */
export type StepVerb = 'Do' | 'Check' | 'Decide' | 'Notify' | 'Repeat' | 'Together' | 'Call';

/** A step of a playbook in reading order. */
export interface OutlineRow {
  key: Identifier;
  /** From 1, in reading order. */
  number: number;
  /** How deep it lies in branches. */
  depth: number;
  verb: StepVerb;
  name: string;
  step: WorkflowStep;
  execution: OtExecution;
  /** What must be so that one comes here, at the first step of a branch: `if yes`, `if step 4 fails`. */
  when: string | undefined;
  /** Where it goes on when that is not the next line. */
  next: readonly { when: string; to: Identifier }[];
}

/**
 * The steps of a playbook as a procedure reads: the main way from top to bottom, branches indented below what
 * decides them, what is done after a failure behind the way that can fail. Each step stands there once; what
 * nothing leads to comes last.
 */
export function outlineOf({ workflow, workflow_start, workflow_exception }: Playbook): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const placed = new Set<Identifier>();

  function walk(from: Identifier | undefined, depth: number, when: string | undefined): void {
    let condition = when;
    const asides: { when: string; to: Identifier }[] = [];
    for (let key = from; key !== undefined && !placed.has(key);) {
      const step: WorkflowStep | undefined = workflow[key];
      if (step === undefined) break;
      placed.add(key);
      if (step.type !== 'start' && step.type !== 'end') {
        const row = rowOf(key, step, depth, condition);
        condition = undefined;
        rows.push(row);
        for (const branch of branchesOf(step)) walk(branch.to, depth + 1, branch.when);
        asides.push(...asidesOf(row));
      }
      key = step.on_completion ?? step.on_success;
    }
    for (const aside of asides) walk(aside.to, depth + 1, aside.when);
  }

  function rowOf(key: Identifier, step: WorkflowStep, depth: number, when: string | undefined): OutlineRow {
    return {
      key,
      number: rows.length + 1,
      depth,
      verb: verbOf(step),
      name: step.name ?? nameless(step),
      step,
      execution: otExecution(step),
      when,
      next: [],
    };
  }

  walk(workflow_start, 0, undefined);
  walk(workflow_exception, 0, 'if anything else goes wrong');
  for (const key of Object.keys(workflow)) if (!placed.has(key)) walk(key, 0, 'nothing leads here');
  return rows.map((row, i) => ({ ...row, next: jumpsOf(row, rows[i + 1]) }));
}

const branchesOf = (step: WorkflowStep): { when: string; to: Identifier }[] => {
  switch (step.type) {
    case 'if-condition':
      return [
        { when: 'if so', to: step.on_true },
        ...(step.on_false === undefined ? [] : [{ when: 'if not', to: step.on_false }]),
      ];
    case 'while-condition':
      return [{ when: 'as long as that holds', to: step.on_true }];
    case 'switch-condition':
      return Object.entries(step.cases).map(([value, to]) => ({ when: `if ${value}`, to }));
    case 'parallel':
      return step.next_steps.map((to, i) => ({ when: `at the same time, ${i + 1}`, to }));
    default:
      return [];
  }
};

/** What is done instead when a step does not go well. */
function asidesOf({ number, step, execution }: OutlineRow): { when: string; to: Identifier }[] {
  const refusal = execution.approval?.onRefusal;
  return [
    ...(step.on_failure === undefined ? [] : [{ when: `if step ${number} fails`, to: step.on_failure }]),
    ...(refusal === undefined ? [] : [{ when: `if step ${number} is refused`, to: refusal }]),
  ];
}

/** Ways on that do not lead to the line below and do not end there. */
function jumpsOf({ step, execution }: OutlineRow, below: OutlineRow | undefined): OutlineRow['next'] {
  const on = step.on_completion ?? step.on_success;
  const jumps =
    on === undefined || on === below?.key || on.startsWith('end--') ? [] : [{ when: 'then', to: on }];
  const refusal = execution.approval?.onRefusal;
  return [
    ...jumps,
    ...(step.on_failure === undefined ? [] : [{ when: 'if it fails', to: step.on_failure }]),
    ...(refusal === undefined ? [] : [{ when: 'if it is refused', to: refusal }]),
  ];
}

function verbOf(step: WorkflowStep): StepVerb {
  switch (step.type) {
    case 'if-condition':
    case 'switch-condition':
      return 'Decide';
    case 'while-condition':
      return 'Repeat';
    case 'parallel':
      return 'Together';
    case 'playbook-action':
      return 'Call';
    case 'action':
      return verbOfCommands(step.commands);
    default:
      return 'Do';
  }
}

/** A step that only looks is a check, one that only tells somebody notifies; everything else does something. */
function verbOfCommands(commands: readonly Command[]): StepVerb {
  if (commands.every(({ type }) => type === CHECK_COMMAND)) return 'Check';
  if (commands.every(({ type }) => type === NOTIFY_COMMAND)) return 'Notify';
  return 'Do';
}

function nameless(step: WorkflowStep): string {
  switch (step.type) {
    case 'if-condition':
    case 'while-condition':
      return step.condition;
    case 'switch-condition':
      return step.switch;
    default:
      return step.description ?? step.type;
  }
}

/**
 * Whether a step takes the path to a gateway away, for good or for a while: it says so, or has the gateway do
 * something that interrupts it.
 */
export const cutsPath = ({ step }: OutlineRow): boolean => step.type === 'action' && mayCutPath(step);

/** What a command says and sends, decoded where it is written in base64. */
export function commandText(command: Command): string {
  const said = command.command ?? decoded(command.command_b64 ?? '');
  const sent = command.content ?? decoded(command.content_b64 ?? '');
  return sent === '' ? said : `${said}\n${sent}`;
}

function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return base64;
  }
}

/** Names of who is to do a step, as the playbook calls them. */
export const agentOf = (playbook: Playbook, step: ActionStep): string =>
  playbook.agent_definitions?.[step.agent]?.name ?? step.agent;
