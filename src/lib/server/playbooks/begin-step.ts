import { changesNothing, isDisruptive, type Effect } from '../../domain/playbooks/effect';
import { isByHand } from '../../domain/playbooks/engine/consent';
import { versionKey, type CalledPlaybook, type Context } from '../../domain/playbooks/engine/context';
import { equipmentOf, type Equipment } from '../../domain/playbooks/engine/equipment';
import { fillStep, rendered, type FilledStep } from '../../domain/playbooks/engine/render-step';
import type { Frame, StepState } from '../../domain/playbooks/engine/state';
import type { AgentTarget, AuthenticationInfo, Command } from '../../domain/playbooks/cacao/model';
import { runLabel } from '../../domain/playbooks/label';
import { recordedCourse } from '../../domain/playbooks/recorded';
import { MINUTE_MS, type Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import { takeAssets } from '../storage/run-lock-store';
import type { RunFacts, StepWork } from './executor';
import type { RunParts } from './parts';
import type { Recording } from './recording';
import { mayRunHere } from './signed';

/** A step that has begun, as those who execute it get it. */
export interface BegunStep {
  run: RunFacts;
  runStep: number;
  commands: readonly Command[];
  agent: AgentTarget;
  targets: StepWork['targets'];
  gateways: StepWork['gateways'];
  /** How agents and targets are signed in to, by identifier. */
  authentications: Readonly<Record<string, AuthenticationInfo>> | undefined;
  effect: Effect;
  /** Same for every try of this attempt. */
  key: string;
  deadline: Instant;
  simulated: boolean;
}

/** A step that waits for equipment is looked at again after this. */
const LOOK_AGAIN_MS = 2_000;
/** Executors answer by the deadline; only one that hangs is given up, this much later. */
const GRACE_MS = 5_000;
/** Time for a step that names none. */
const AUTOMATIC_MS = 15 * MINUTE_MS;

/**
 * Begins what is ready, as far as nothing is in the way: what was consented to must still be what is done, the
 * version must be signed where it has to be, and no other run may hold the equipment. Consent is used up here, in
 * the transaction that says that the step runs.
 */
export async function beginReady(tx: Tx, parts: RunParts, recording: Recording): Promise<BegunStep[]> {
  const begun: BegunStep[] = [];
  if (recording.state.hold !== 'none') return begun;
  for (const { number } of [...recording.steps.values()].filter(isStartable(recording.context.now))) {
    const step = recording.steps.get(number);
    if (step?.status !== 'ready') continue;
    const made = await begin(tx, parts, recording, step);
    if (made !== undefined) begun.push(made);
  }
  return begun;
}

const isStartable =
  (now: Instant) =>
  ({ status, dueAt }: StepState): boolean =>
    status === 'ready' && (dueAt === null || dueAt <= now);

async function begin(
  tx: Tx,
  parts: RunParts,
  recording: Recording,
  step: StepState,
): Promise<BegunStep | undefined> {
  const { context, state } = recording;
  const { number } = step;
  const filled = refill(recording, step);
  const fail = (text: string): undefined => {
    recording.take(
      { type: 'started', step: number, dueAt: context.now },
      { type: 'ended', step: number, outcome: 'failed', text, outputs: {}, checks: [] },
    );
  };
  if (typeof filled === 'string') return fail(`It cannot be filled in: ${filled}`);
  const frame = state.frames[step.frame];
  const equipment = equipmentFor(recording, step, filled);
  if ('problem' in equipment) return fail(equipment.problem);
  const { gateways } = equipment;
  const of = { sha256: frame?.sha256 ?? '', step: step.step };
  const { bindsTo } = rendered(of, filled, gateways, context.hash);
  if (bindsTo !== step.rendered?.bindsTo) {
    recording.take({ type: 'voided', step: number, why: 'What it would do has changed.' });
    return undefined;
  }
  const { approval } = step;
  if (approval?.state === 'given' && approval.expiresAt <= context.now) {
    recording.take({ type: 'voided', step: number, why: 'Consent expired before it could begin.' });
    return undefined;
  }
  const forbidden = await mayRunHere(tx, parts, state.facts, framesAbove(recording, step));
  if (forbidden !== undefined) return fail(forbidden);
  const simulated = gateways.length > 0 && gateways.every((gateway) => parts.isSimulated(gateway));
  // A drill on a record sends nothing: there is nothing to keep others away from.
  if (!changesNothing(step.effect) && state.facts.recorded === undefined) {
    if (state.facts.mode === 'drill' && gateways.length > 0 && !simulated) {
      return fail('A drill acts upon simulated equipment alone.');
    }
    const wait = (why: string): undefined => {
      const until = context.now + LOOK_AGAIN_MS;
      recording.take({ type: 'held-up', step: number, until, why: `It waits: ${why}.` });
    };
    // Who does it by hand is there, and may have put the drive into local to do it.
    const isWatched = isDisruptive(step.effect) && !isByHandStep(recording, step);
    const local = isWatched ? gateways.flatMap((gateway) => parts.inLocal(gateway)) : [];
    if (local.length > 0) return wait(`${local.join(', ')} in local control, somebody is there`);
    const assets = gateways.map((gateway) => `gateway:${gateway}`);
    const held = await takeAssets(tx, recording.id, assets, context.now);
    if (held.size > 0) {
      const who = [...held].map(([asset, run]) => `${asset.replace(':', ' ')} is held by ${runLabel(run)}`);
      return wait(who.join(', '));
    }
  }
  const deadline = context.now + timeOf(recording, step);
  recording.take({ type: 'started', step: number, dueAt: deadline + GRACE_MS });
  // The fold gave it to people: nothing here carries it out.
  if (recording.steps.get(number)?.status !== 'running') return undefined;
  return { ...describe(recording, step, filled, equipment), deadline, simulated };
}

/** A step with its variables filled in as they are now; a text says what is wrong. */
function refill(recording: Recording, step: StepState): FilledStep | string {
  const frame = recording.state.frames[step.frame];
  const called = calledBy(frame, recording.context);
  const written = called?.playbook.workflow[step.step];
  if (frame === undefined || called === undefined || written?.type !== 'action') {
    return 'its playbook is not at hand';
  }
  return fillStep(called.playbook, written, { ...frame.values, ...step.values });
}

function isByHandStep({ state, context }: Recording, step: StepState): boolean {
  const written = calledBy(state.frames[step.frame], context)?.playbook.workflow[step.step];
  return written?.type === 'action' && isByHand(written);
}

function equipmentFor(
  { state, context }: Recording,
  step: StepState,
  filled: FilledStep,
): Equipment | { problem: string } {
  const written = calledBy(state.frames[step.frame], context)?.playbook.workflow[step.step];
  if (written?.type !== 'action') return { problem: 'Its playbook is not at hand.' };
  return equipmentOf(written, filled, state.facts, context.plant);
}

/** A step that is running or was, once more as those who execute it get it; undefined when that cannot be told. */
export function begunAgain(parts: RunParts, recording: Recording, step: StepState): BegunStep | undefined {
  const filled = refill(recording, step);
  if (typeof filled === 'string') return undefined;
  const equipment = equipmentFor(recording, step, filled);
  if ('problem' in equipment) return undefined;
  const { gateways } = equipment;
  return {
    ...describe(recording, step, filled, equipment),
    deadline: (step.startedAt ?? recording.context.now) + timeOf(recording, step),
    simulated: gateways.length > 0 && gateways.every((gateway) => parts.isSimulated(gateway)),
  };
}

function describe(
  { id, state, steps, context }: Recording,
  step: StepState,
  filled: FilledStep,
  { targets, gateways }: Equipment,
): Omit<BegunStep, 'deadline' | 'simulated'> {
  const { mode, timeScale, gateway, drives, site, zone, incident, requestedBy, key, recorded } = state.facts;
  const since = step.startedAt ?? context.now;
  const course = recorded && recordedCourse(recorded, timeScale, steps.values(), since);
  return {
    run: { id, mode, timeScale, gateway, drives, site, zone, incident, requestedBy, recorded: course },
    runStep: step.number,
    commands: filled.commands,
    agent: filled.agent,
    targets,
    gateways,
    authentications: calledBy(state.frames[step.frame], context)?.playbook.authentication_info_definitions,
    effect: step.effect,
    key: `${key}-${step.number}`,
  };
}

/** The playbook that a step stands in, and those that called it. */
function framesAbove({ state, steps }: Pick<Recording, 'state' | 'steps'>, step: StepState): Frame[] {
  const frame = state.frames[step.frame];
  if (frame === undefined) return [];
  const caller = frame.caller === null ? undefined : steps.get(frame.caller);
  return [frame, ...(caller === undefined ? [] : framesAbove({ state, steps }, caller))];
}

function timeOf({ context, state }: Recording, step: StepState): number {
  const written = calledBy(state.frames[step.frame], context)?.playbook.workflow[step.step];
  return written?.timeout || AUTOMATIC_MS;
}

const calledBy = (frame: Frame | undefined, { playbooks }: Context): CalledPlaybook | undefined =>
  frame && playbooks.get(versionKey(frame.playbook, frame.version));
