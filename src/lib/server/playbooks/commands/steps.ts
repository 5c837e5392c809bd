import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { mustBeNamed } from '../../../domain/playbooks/communication-loss';
import { consentOf } from '../../../domain/playbooks/engine/consent';
import { versionKey } from '../../../domain/playbooks/engine/context';
import { misfit } from '../../../domain/playbooks/engine/values';
import type { ActionStep } from '../../../domain/playbooks/cacao/model';
import type { StepState } from '../../../domain/playbooks/engine/state';
import type { CommandContext } from '../../access/command';
import { reason, words } from '../../access/given-words';
import type { Tx } from '../../storage/database';
import type { Recording } from '../recording';
import { runsOf } from '../run-host';
import { defineRunCommand, personOf, stepThat, whichStep } from './run-command';

const values = z.record(z.string().max(210), z.string().max(10_000)).default({});

/** A manual step is done, or could not be: whoever says so signs it with their name (gate G10). */
export const completeStep = defineRunCommand({
  name: 'step.complete',
  action: 'step.complete',
  schema: whichStep.extend({ outcome: z.enum(['done', 'failed']), values, note: words(2_000).default('') }),
  event(_tx, recording, { step: key, outcome, values: given, note }, { actor }) {
    const step = stepThat(recording, key, 'waiting-person', 'somebody to do it');
    if (outcome === 'failed' && note === '') throw invalid('note', 'say what went wrong');
    assertReturned(recording, step, given);
    return { type: 'completed', step: step.number, outcome, values: given, note, by: personOf(actor) };
  },
  said: ({ step, outcome, note, values: given }) => ({
    step,
    reason: note === '' ? undefined : note,
    facts: { outcome, ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value])) },
  }),
});

const vote = whichStep.extend({ bindsTo: z.string().min(1).max(128), reason });

/** Consent to exactly what was shown: never by whoever asked for it, and with the password entered lately. */
export const approveStep = defineRunCommand({
  name: 'step.approve',
  action: 'step.approve',
  schema: vote.extend({
    /** Drives that may run away or of which nobody knows what they do, each by its id. */
    named: z.array(z.string().max(200)).max(1_000).default([]),
  }),
  facts: (_tx, recording, { step, bindsTo }) => stepFacts(recording, step, bindsTo),
  async event(tx, recording, { step: key, bindsTo, reason: why, named }, context) {
    const step = asked(recording, key, bindsTo);
    const by = personOf(context.actor);
    if (step.approval?.given.some((given) => given.by === by) === true) {
      throw new DomainError('conflict', 'You have consented already; somebody else is needed too.');
    }
    await assertNamed(tx, recording, step, named, context);
    return { type: 'approved', step: step.number, vote: voteOf(context, why, named) };
  },
  said: ({ step, bindsTo, reason: why, named }) => ({
    step,
    reason: why,
    facts: { binds_to: bindsTo, ...(named.length === 0 ? {} : { named: named.join(' ') }) },
  }),
});

/** A refusal is not a failure: the playbook has a way of its own for it. */
export const refuseStep = defineRunCommand({
  name: 'step.refuse',
  action: 'step.approve',
  schema: vote,
  facts: (_tx, recording, { step, bindsTo }) => stepFacts(recording, step, bindsTo),
  event: (_tx, recording, { step: key, bindsTo, reason: why }, context) => ({
    type: 'refused',
    step: asked(recording, key, bindsTo).number,
    vote: voteOf(context, why, []),
  }),
  said: ({ step, bindsTo, reason: why }) => ({ step, reason: why, facts: { binds_to: bindsTo } }),
});

/** What became of a step that nobody saw the end of, as a person found out. */
export const resolveStep = defineRunCommand({
  name: 'step.resolve',
  action: 'run.resolve-unknown',
  schema: whichStep.extend({ outcome: z.enum(['succeeded', 'failed']), reason }),
  event: (_tx, recording, { step: key, outcome, reason: why }, { actor }) => ({
    type: 'resolved',
    step: stepThat(recording, key, 'unknown', 'anybody to say what became of it').number,
    outcome,
    reason: why,
    by: personOf(actor),
  }),
  said: ({ step, outcome, reason: why }) => ({ step, reason: why, facts: { outcome } }),
});

/** What the action table decides by: of several rows with that key the one that is answered. */
function stepFacts(recording: Recording, key: string, bindsTo: string) {
  const rows = [...recording.steps.values()].filter((one) => one.step === key && one.approval !== null);
  // An answer to none of them changes nothing: it is refused as one that came too late.
  const step = rows.findLast((one) => one.approval?.bindsTo === bindsTo) ?? rows.at(-1);
  const kind = step && consentOf(writtenOf(recording, step))?.kind;
  return {
    step: { effect: kind ?? ('reversible' as const), requestedBy: recording.state.facts.requestedBy },
  };
}

function asked(recording: Recording, key: string, bindsTo: string): StepState {
  const isMeant = ({ step, status, approval }: StepState): boolean =>
    step === key && status === 'waiting-approval' && approval?.bindsTo === bindsTo;
  const step = [...recording.steps.values()].findLast(isMeant);
  if (step !== undefined) return step;
  stepThat(recording, key, 'waiting-approval', 'consent');
  throw new DomainError('conflict', 'What the step would do has changed. Look at it again.');
}

const voteOf = ({ actor, now }: CommandContext, why: string, named: readonly string[]) => ({
  by: personOf(actor),
  at: now,
  authenticatedAt: actor.authenticatedAt ?? now,
  reason: why,
  named,
});

/** Whoever lets equipment be cut off names every drive that may run away, or of which nobody knows. */
async function assertNamed(
  tx: Tx,
  recording: Recording,
  step: StepState,
  named: readonly string[],
  { host }: CommandContext,
): Promise<void> {
  if (consentOf(writtenOf(recording, step))?.isolates !== true) return;
  const { parts } = runsOf(host);
  const needed = new Set<string>();
  for (const gateway of step.rendered?.gateways ?? []) {
    for (const drive of mustBeNamed(await parts.lossOf(tx, gateway))) needed.add(drive);
  }
  const missing = [...needed].filter((drive) => !named.includes(drive));
  if (missing.length > 0) throw invalid('named', `name each of these drives: ${missing.join(', ')}`);
}

function writtenOf({ state, context }: Recording, step: StepState): ActionStep {
  const frame = state.frames[step.frame];
  const called = frame && context.playbooks.get(versionKey(frame.playbook, frame.version));
  const written = called?.playbook.workflow[step.step];
  if (written?.type !== 'action') throw new DomainError('conflict', 'This step asks for no consent.');
  return written;
}

/** Only what the step gives back, in the form that it is declared in. */
function assertReturned(
  recording: Recording,
  step: StepState,
  given: Readonly<Record<string, string>>,
): void {
  const { out_args: names = [] } = writtenOf(recording, step);
  const frame = recording.state.frames[step.frame];
  const known = { ...frame?.values, ...step.values };
  for (const [name, value] of Object.entries(given)) {
    const type = names.includes(name) && Object.hasOwn(known, name) ? known[name]?.type : undefined;
    const fault = type === undefined ? 'is not asked for by this step' : misfit(type, value);
    if (fault !== undefined) throw invalid(`values.${name}`, fault);
  }
}

const invalid = (path: string, message: string): DomainError =>
  new DomainError('input.invalid', undefined, { issues: [{ path, message }] });
