import type { StepFacts } from '../../access/subject';
import type { Role } from '../../access/roles';
import { MINUTE_MS, HOUR_MS } from '../../time';
import type { ActionStep, Command } from '../cacao/model';
import { otExecution, rawOtExecution } from '../cacao/ot-execution';
import {
  CHECK_COMMAND,
  GATEWAY_COMMAND,
  INCIDENT_COMMAND,
  isExecutedCommand,
  NOTIFY_COMMAND,
} from '../commands/command-types';
import { mayCut } from '../commands/may-cut';
import { EFFECTS, isDisruptive, type Effect } from '../effect';

/** Consent that a step needs before it begins. */
export interface Consent {
  /** What the action table decides by. */
  kind: StepFacts['effect'];
  roles: readonly Role[];
  needed: number;
  expiresMs: number;
  onExpiry: 'fail' | 'ask-again';
  /** Whether drives that may run away or do something unknown have to be named one by one. */
  isolates: boolean;
}

/** Consent that nobody used is over after this, where the playbook says nothing. */
const EXPIRES_MS = HOUR_MS;
/** Consent is never asked for longer than this: what it was given for has changed by then. */
const LONGEST_MS = 24 * HOUR_MS;

/** A step that a person carries out: not all of its commands are such that software does. */
export const isByHand = (step: Pick<ActionStep, 'commands'>): boolean =>
  !step.commands.every(({ type }) => isExecutedCommand(type));

/** What a step does to the plant: what it says, and no less than its commands do whatever it says. */
export function effectOf(step: ActionStep): Effect {
  const least = isByHand(step) ? 'none' : worst(step.commands.map(leastEffect));
  return worst([otExecution(step).effect, least]);
}

const worst = (effects: readonly Effect[]): Effect =>
  EFFECTS[Math.max(0, ...effects.map((effect) => EFFECTS.indexOf(effect)))] ?? 'none';

/** What a command does at least. A request that is no GET changes something somewhere. */
function leastEffect(command: Command): Effect {
  switch (command.type) {
    case CHECK_COMMAND:
    case NOTIFY_COMMAND:
    case INCIDENT_COMMAND:
      return 'none';
    case 'http-api':
      return /^(GET|HEAD) /.test(command.command?.trim() ?? '') ? 'read-only' : 'reversible';
    case GATEWAY_COMMAND:
      return GATEWAY_EFFECTS[command.command?.trim() ?? ''] ?? 'disruptive';
    default:
      return 'reversible';
  }
}

/** A gateway that restarts, or changes its own programs, may be away for a while, and with it the sight of every drive behind it. */
const GATEWAY_EFFECTS: Readonly<Record<string, Effect>> = {
  log_upload: 'read-only',
  config_update: 'reversible',
  software_update: 'disruptive',
  firmware_update: 'disruptive',
  restart: 'disruptive',
};

/**
 * Whose consent a step needs, if any: what the playbook asks, and by the action table always for what software
 * does reversibly (a responder), for what disrupts or isolates (the owner of the process), and for whatever is
 * asked of a gateway (D6). A playbook may ask for more than that, never for less.
 */
export function consentOf(step: ActionStep): Consent | undefined {
  const { approval, isolates } = otExecution(step);
  const effect = effectOf(step);
  const disrupts = isDisruptive(effect);
  const touchesPlant =
    step.commands.some(({ type }) => type === GATEWAY_COMMAND) ||
    (effect === 'reversible' && !isByHand(step) && !step.commands.every(isOwnRecord));
  if (approval === undefined && !disrupts && !isolates && !touchesPlant) return undefined;
  const asksOwner = approval?.roles.some((role) => role.replaceAll('_', '-') === 'process-owner') ?? false;
  const kind = isolates ? 'isolation' : disrupts || asksOwner ? 'disruptive' : 'reversible';
  return {
    kind,
    roles: kind === 'reversible' ? ['responder'] : ['process-owner'],
    needed: Math.max(1, Math.min(approval?.minApprovers ?? 1, 5)),
    expiresMs: Math.min(Math.max(approval?.expiresMs ?? EXPIRES_MS, MINUTE_MS), LONGEST_MS),
    onExpiry: approval?.onExpiry ?? 'fail',
    isolates,
  };
}

/**
 * Whether a step cuts the path to equipment, for good or for a while, or may and does not say that it does not: what
 * the drives behind it will do is shown before anybody consents.
 */
export function mayCutPath(step: ActionStep): boolean {
  const { isolates } = otExecution(step);
  const isStated = rawOtExecution(step)?.isolates !== undefined;
  const interrupts =
    isDisruptive(effectOf(step)) && step.commands.some(({ type }) => type === GATEWAY_COMMAND);
  return isolates || interrupts || (!isStated && step.commands.some(mayCut));
}

/** What writes into our own records alone. */
const isOwnRecord = ({ type }: Command): boolean =>
  type === CHECK_COMMAND || type === NOTIFY_COMMAND || type === INCIDENT_COMMAND;
