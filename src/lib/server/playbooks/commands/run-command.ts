import { z } from 'zod';
import type { Action } from '../../../domain/access/actions';
import type { Actor } from '../../../domain/access/roles';
import { zoneSubject, type StepFacts, type Subject } from '../../../domain/access/subject';
import { audienceOf } from '../../../domain/access/visibility';
import type { AuditFact } from '../../../domain/audit/entry';
import { DomainError } from '../../../domain/errors';
import { personId, runId, stepId, type PersonId, type RunId } from '../../../domain/ids';
import { canSeeIncident, incidentSubject } from '../../../domain/incidents/subject';
import { incidentLabel } from '../../../domain/incidents/label';
import type { RunEvent } from '../../../domain/playbooks/engine/events';
import type { RunState, StepState } from '../../../domain/playbooks/engine/state';
import { runLabel } from '../../../domain/playbooks/label';
import type { Plant } from '../../../domain/plant/model';
import type { RunView } from '../../../protocol/runs';
import { defineCommand, type Command, type CommandAudit, type CommandContext } from '../../access/command';
import type { Tx } from '../../storage/database';
import { runViewOf } from '../present';
import type { Recording } from '../recording';
import { runsOf } from '../run-host';
import { writeRun } from '../write-run';

/** Which run it is done to. */
export const which = z.object({ id: runId });
/** Which step of it, by its key in the workflow; of several attempts the newest that waits for this is meant. */
export const whichStep = which.extend({ step: stepId });

interface Given<In extends { id: RunId }> {
  name: string;
  action: Action;
  schema: z.ZodType<In>;
  /** What of the action table it depends on beside the zone. */
  facts?(
    tx: Tx,
    recording: Recording,
    input: In,
    context: CommandContext,
  ): { step?: StepFacts; forOperators?: boolean };
  /** What happens to the run. May refuse. */
  event(tx: Tx, recording: Recording, input: In, context: CommandContext): Promise<RunEvent> | RunEvent;
  said(
    input: In,
    recording: Recording,
  ): {
    reason?: string | undefined;
    step?: string | undefined;
    facts?: Readonly<Record<string, AuditFact>>;
  };
}

/** Makes a command that changes one run: its row is locked, the event is worked in, everybody hears of it. */
export function defineRunCommand<In extends { id: RunId }>(
  given: Given<In>,
): Command<In, RunView, undefined> {
  const { name, action, schema, facts, event, said } = given;
  return defineCommand({
    name,
    action,
    schema,
    async subject(tx, input, context) {
      const recording = await openSeen(tx, input.id, context);
      const { step, forOperators = isForOperators(recording.state) } =
        facts?.(tx, recording, input, context) ?? {};
      return runSubject(recording.state.facts, context.plant, { step, forOperators });
    },
    async run(tx, input, context) {
      const runs = runsOf(context.host);
      const recording = await openSeen(tx, input.id, context);
      const before = recording.state;
      recording.take(await event(tx, recording, input, context));
      const { state, steps, id } = recording;
      const result = { ...runViewOf(state, steps), id };
      if (!recording.isTouched) return { result, audit: [] };
      await writeRun(tx, runs.parts, recording);
      const { reason: why, step, facts: more = {} } = said(input, recording);
      const changed = { status: state.status, was: before.status };
      return {
        result,
        audit: [{ ...auditOf(id, state), reason: why, step, facts: { ...changed, ...more } }],
      };
    },
  });
}

/** What an audit entry says of the run it is about. */
export const auditOf = (id: RunId, { facts }: RunState): CommandAudit => ({
  object: {
    type: 'run',
    id: String(id),
    version: facts.version,
    zone: facts.zone ?? undefined,
    site: facts.site ?? undefined,
  },
  run: runLabel(id),
  incident: facts.incident === null ? undefined : incidentLabel(facts.incident),
});

/** Drills, and playbooks that are marked so, are for operators too. */
export const isForOperators = ({ facts }: RunState): boolean => facts.mode === 'drill' || facts.forOperators;

/** What acting on a run is done to: its zone, its site, or the whole plant where it has no place. */
export function runSubject(
  place: Parameters<typeof incidentSubject>[0],
  plant: Plant,
  more: { step?: StepFacts | undefined; forOperators?: boolean | undefined },
): Subject {
  const zone = plant.zones.find(({ id }) => id === place.zone);
  const subject = zone === undefined ? incidentSubject(place, plant) : zoneSubject(zone);
  return subject.kind === 'zone' ? { ...subject, ...more } : subject;
}

/** A run that the actor may see, locked until the transaction ends; throws `not-found`. */
export async function openSeen(
  tx: Tx,
  id: RunId,
  { actor, plant, host }: Pick<CommandContext, 'actor' | 'plant' | 'host'>,
): Promise<Recording> {
  const recording = await runsOf(host).open(tx, id);
  if (recording === undefined || !canSeeIncident(audienceOf(actor, plant), recording.state.facts)) {
    throw new DomainError('not-found', 'There is no such run, or you may not see it.');
  }
  return recording;
}

/** The newest attempt of a step that stands so; throws `not-found`, or `conflict` when none does now. */
export function stepThat(
  { steps }: Recording,
  key: string,
  status: StepState['status'],
  words: string,
): StepState {
  const all = [...steps.values()].filter(({ step }) => step === key);
  if (all.length === 0) throw new DomainError('not-found', 'This run has no such step.');
  const found = all.findLast((step) => step.status === status);
  if (found === undefined) throw new DomainError('conflict', `This step does not wait for ${words} now.`);
  return found;
}

/** The person behind the actor: runs are handled by people, never by the shell or the program. */
export function personOf({ kind, id }: Actor): PersonId {
  const parsed = personId.safeParse(id);
  if (kind !== 'person' || !parsed.success) {
    throw new DomainError('access.denied', 'Runs are handled by people who have signed in.');
  }
  return parsed.data;
}
