import { isByHand, consentOf } from '../../domain/playbooks/engine/consent';
import { judge } from '../../domain/playbooks/engine/branching';
import { parseCondition } from '../../domain/playbooks/engine/condition';
import { equipmentOf } from '../../domain/playbooks/engine/equipment';
import type { Foreseen } from '../../domain/playbooks/engine/events';
import { fillStep, rendered } from '../../domain/playbooks/engine/render-step';
import { declared, type Values } from '../../domain/playbooks/engine/values';
import { effectOf } from '../../domain/playbooks/engine/consent';
import type { ActionStep, Playbook, WorkflowStep } from '../../domain/playbooks/cacao/model';
import type { Plant } from '../../domain/plant/model';
import { foretell } from './carry-out';
import type { Executors, RunFacts } from './executor';
import { sha256 } from './playbook-cache';

/** What a dry run looks at. */
export interface DryRun {
  playbook: Playbook;
  sha256: string;
  values: Values;
  facts: RunFacts;
  plant: Plant;
  executors: Executors;
  now: number;
}

/**
 * Looks at every step that can be reached, without doing anything: commands are filled in, conditions read, and
 * executors say what they would do. Values that only come up on the way are not known here, which is no fault.
 */
export async function foresee(dry: DryRun): Promise<Record<string, Foreseen>> {
  const told: Record<string, Foreseen> = {};
  for (const key of reachable(dry.playbook)) {
    const step = dry.playbook.workflow[key];
    if (step !== undefined) told[key] = await lookAt(dry, key, step);
  }
  return told;
}

/** Keys of the steps that can be come to. */
function reachable({
  workflow,
  workflow_start: start,
  workflow_exception: exception,
}: Playbook): Set<string> {
  const seen = new Set<string>();
  const waiting = [start, exception];
  while (waiting.length > 0) {
    const key = waiting.pop();
    const step = key === undefined ? undefined : workflow[key];
    if (key === undefined || step === undefined || seen.has(key)) continue;
    seen.add(key);
    waiting.push(step.on_completion, step.on_success, step.on_failure, ...branchesOf(step));
  }
  return seen;
}

function branchesOf(step: WorkflowStep): (string | undefined)[] {
  switch (step.type) {
    case 'parallel':
      return step.next_steps;
    case 'if-condition':
      return [step.on_true, step.on_false];
    case 'while-condition':
      return [step.on_true];
    case 'switch-condition':
      return Object.values(step.cases);
    case 'action':
      return [consentRefusal(step)];
    default:
      return [];
  }
}

function consentRefusal(step: ActionStep): string | undefined {
  const raw = Object.values(step.step_extensions ?? {}).find((one) => 'approval' in one)?.['approval'];
  const wanted = (raw as { on_refusal?: unknown } | undefined)?.on_refusal;
  return typeof wanted === 'string' ? wanted : undefined;
}

async function lookAt(dry: DryRun, key: string, step: WorkflowStep): Promise<Foreseen> {
  const values = { ...dry.values, ...declared(step.step_variables) };
  switch (step.type) {
    case 'action':
      return lookAtAction(dry, key, step, values);
    case 'if-condition':
    case 'while-condition':
      return lookAtCondition(step.condition, values);
    default:
      return { text: 'Would be passed.', isWell: true, rendered: null };
  }
}

function lookAtCondition(condition: string, values: Values): Foreseen {
  const parsed = parseCondition(condition);
  if ('fault' in parsed) {
    return { text: `The condition cannot be read: ${parsed.fault}`, isWell: false, rendered: null };
  }
  const held = judge(condition, values);
  const text =
    'problem' in held ? held.problem : `${condition}: ${held.holds ? 'holds' : 'does not hold'} now`;
  return { text, isWell: true, rendered: null };
}

async function lookAtAction(dry: DryRun, key: string, step: ActionStep, values: Values): Promise<Foreseen> {
  const filled = fillStep(dry.playbook, step, values);
  if (typeof filled === 'string') {
    const isYetToCome = filled.split('; ').every((fault) => fault.endsWith('is not known'));
    return { text: `Not filled in yet: ${filled}`, isWell: isYetToCome, rendered: null };
  }
  const equipment = equipmentOf(step, filled, dry.facts, dry.plant);
  if ('problem' in equipment) return { text: equipment.problem, isWell: false, rendered: null };
  const { targets, gateways } = equipment;
  const what = rendered({ sha256: dry.sha256, step: key }, filled, gateways, sha256);
  const effect = effectOf(step);
  const consent = consentOf(step);
  const lines = [
    `Effect: ${effect}.`,
    consent === undefined ? '' : `Needs consent: ${consent.roles.join(' or ')}.`,
    isByHand(step)
      ? 'Done by hand.'
      : await foretell(dry.executors, {
          run: dry.facts,
          runStep: 0,
          commands: filled.commands,
          agent: filled.agent,
          targets,
          gateways,
          authentications: dry.playbook.authentication_info_definitions,
          effect,
          key: 'dry-run',
          deadline: dry.now,
          simulated: false,
        }),
  ];
  return { text: lines.filter(Boolean).join('\n'), isWell: true, rendered: what };
}
