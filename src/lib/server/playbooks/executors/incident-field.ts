import { INCIDENT_COMMAND } from '../../../domain/playbooks/commands/command-types';
import { parseIncidentField, type IncidentField } from '../../../domain/playbooks/commands/incident-field';
import { textOf } from '../../../domain/playbooks/commands/judge-claim';
import type { IncidentId, PersonId, RunId } from '../../../domain/ids';
import type { Logger } from '../../log';
import type { Executor, StepOutcome, StepWork } from '../executor';

interface IncidentChange {
  incident: IncidentId;
  run: RunId;
  step: string;
  requestedBy: PersonId;
  field: IncidentField;
}

export interface IncidentFieldParts {
  log: Logger;
  /** Changes an incident once, however often it is asked to. */
  change(change: IncidentChange): Promise<{ done: boolean; text: string }>;
  wasDone(change: IncidentChange): Promise<boolean>;
}

/** Sets a field of the run's incident, or notes something in it. A drill only says so. */
export function incidentFieldExecutor({ log, change, wasDone }: IncidentFieldParts): Executor {
  return {
    type: INCIDENT_COMMAND,
    async execute(work): Promise<StepOutcome> {
      const read = changeOf(work);
      if ('fault' in read) return { kind: 'failed', text: read.fault };
      if (work.run.mode === 'drill')
        return { kind: 'succeeded', text: `Drill: nothing was changed. ${read.words}` };
      if (read.change === undefined) return { kind: 'failed', text: 'This run belongs to no incident.' };
      try {
        const { done, text } = await change(read.change);
        return { kind: done ? 'succeeded' : 'failed', text };
      } catch (error) {
        log.warn({ err: error, run: work.run.id }, 'an incident could not be changed for a run');
        return {
          kind: 'unknown',
          text: 'Whether the incident was changed is not known: the database does not answer.',
        };
      }
    },
    async probe(work) {
      const read = changeOf(work);
      if ('fault' in read || read.change === undefined || work.run.mode === 'drill') return undefined;
      // Not done: doing it now is the same as doing it then.
      if (await wasDone(read.change)) return { kind: 'succeeded', text: 'It was done.' };
      const { done, text } = await change(read.change);
      return { kind: done ? 'succeeded' : 'failed', text };
    },
    async preview(work) {
      const read = changeOf(work);
      return 'fault' in read ? read.fault : read.words;
    },
  };
}

function changeOf({
  run,
  runStep,
  index,
  command,
}: StepWork): { change: IncidentChange | undefined; words: string } | { fault: string } {
  const parsed = parseIncidentField(command.command ?? '');
  if ('fault' in parsed) return { fault: `This is no change of an incident: ${parsed.fault}.` };
  const { field } = parsed;
  const words =
    field.field === 'note'
      ? `The incident gets the note "${field.text}".`
      : `The incident's ${field.field} becomes ${textOf(field.value)}.`;
  const { id, incident, requestedBy } = run;
  const change =
    incident === null
      ? undefined
      : { incident, run: id, step: `${runStep}.${index + 1}`, requestedBy, field };
  return { change, words };
}
