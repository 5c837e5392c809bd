import type { DriveId, GatewayId } from '../../ids';
import type { Plant } from '../../plant/model';
import type { ActionStep, AgentTarget } from '../cacao/model';
import { otExecution } from '../cacao/ot-execution';
import { CERTIFICATE_COMMAND, GATEWAY_COMMAND } from '../commands/command-types';
import { changesNothing } from '../effect';
import { effectOf, isByHand } from './consent';
import type { FilledStep } from './render-step';
import type { RunFacts } from './state';

/** What of the plant equipment is looked up in. */
export type Grounds = Pick<Plant, 'gateways' | 'drives'>;

/** A target of a step with its variables filled in, and what of the plant it is. */
export interface NamedTarget {
  /** Its identifier in the playbook. */
  id: string;
  definition: AgentTarget;
  /** The gateway or drive of the plant whose id its name or address is. */
  gateway: GatewayId | null;
  drive: DriveId | null;
}

/** What of the plant a step acts upon. */
export interface Equipment {
  targets: readonly NamedTarget[];
  /** Sorted, each once: those that its targets name, or the run's own where it has none that could. */
  gateways: readonly GatewayId[];
}

/** Commands that go to a gateway and nowhere else. */
const FOR_GATEWAYS: ReadonlySet<string> = new Set([GATEWAY_COMMAND, CERTIFICATE_COMMAND]);
/** Types of targets that are equipment, and not people or where a request is sent. */
const MACHINES: ReadonlySet<string> = new Set(['net-address', 'ssh', 'linux']);

/**
 * Finds what a step acts upon, or says in words why that cannot be: a target that is not in the plant, equipment
 * of another zone than the one whose people are asked, or a cut of nobody knows what. Steps that only look may name
 * what they like.
 */
export function equipmentOf(
  step: ActionStep,
  filled: FilledStep,
  facts: Pick<RunFacts, 'gateway' | 'zone'>,
  plant: Grounds,
): Equipment | { problem: string } {
  const targets = targetsOf(filled, plant);
  const { isolates } = otExecution(step);
  const isForGateways = step.commands.some(({ type }) => FOR_GATEWAYS.has(type));
  const acts = isForGateways || isolates || !changesNothing(effectOf(step));
  const mustBeKnown = (target: NamedTarget): boolean =>
    isForGateways || (target.definition.type === 'net-address' && (isolates || !isByHand(step)));
  const stranger = targets.find((target) => isStranger(target) && mustBeKnown(target));
  if (acts && stranger !== undefined) return { problem: `${nameOf(stranger)} is not in the plant.` };
  const gateways = gatewaysOf(targets, facts, plant);
  if (isolates && gateways.length === 0) {
    return { problem: 'It cuts a path, and neither the step nor the run says to which gateway.' };
  }
  const outside = acts
    ? plant.gateways.find(({ id, zone }) => gateways.includes(id) && zone !== facts.zone)
    : undefined;
  if (outside !== undefined) {
    return {
      problem: `${outside.id} stands in zone ${outside.zone}, and this run acts in ${facts.zone ?? 'none'} alone.`,
    };
  }
  return { targets, gateways };
}

/** What of the plant the targets of a step are: by their name, or one of their addresses. */
function targetsOf({ targets }: FilledStep, plant: Grounds): NamedTarget[] {
  return targets.map(({ id, definition }) => {
    const names = namesOf(definition);
    return {
      id,
      definition,
      gateway: plant.gateways.find((gateway) => names.includes(gateway.id))?.id ?? null,
      drive: plant.drives.find((drive) => names.includes(drive.id))?.id ?? null,
    };
  });
}

function gatewaysOf(
  targets: readonly NamedTarget[],
  facts: Pick<RunFacts, 'gateway'>,
  plant: Grounds,
): GatewayId[] {
  const named = targets.flatMap(({ gateway, drive }) => {
    const behind = plant.drives.find(({ id }) => id === drive)?.gateway;
    return [gateway, behind].filter((one) => one !== null && one !== undefined);
  });
  const namesMachines = targets.some((target) => !isStranger(target) || MACHINES.has(target.definition.type));
  const own = namesMachines || facts.gateway === null ? [] : [facts.gateway];
  return [...new Set([...named, ...own])].sort();
}

const isStranger = ({ gateway, drive }: NamedTarget): boolean => gateway === null && drive === null;

const namesOf = ({ name, address = {} }: AgentTarget): string[] => [
  name,
  ...Object.values(address).flat().map(String),
];

/** Its address, which is what it is looked up by, before the words that somebody gave it. */
const nameOf = ({ definition }: NamedTarget): string => namesOf(definition)[1] ?? definition.name;
