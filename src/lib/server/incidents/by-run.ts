import { systemActor } from '../../domain/access/roles';
import type { IncidentId, PersonId, RunId } from '../../domain/ids';
import { personId } from '../../domain/ids';
import { incidentSeverity } from '../../domain/incidents/entry';
import { incidentLabel } from '../../domain/incidents/label';
import { mayMove, PHASE_LABELS } from '../../domain/incidents/phase';
import { incidentSubject } from '../../domain/incidents/subject';
import type { IncidentField } from '../../domain/playbooks/commands/incident-field';
import { PLAYBOOK_PHASES } from '../../domain/playbooks/commands/incident-field';
import { textOf } from '../../domain/playbooks/commands/judge-claim';
import { runLabel } from '../../domain/playbooks/label';
import type { CommandHost } from '../access/command';
import type { Tx } from '../storage/database';
import { lockIncident, selectEntries, type IncidentRow } from '../storage/incident-store';
import { selectPerson } from '../storage/person-store';
import { auditOf } from './commands/incident-command';
import { mayHandle } from './commands/assign';
import { announce, changedOf, record, type Draft } from './history';

/** What a step of a playbook does to the incident of its run. */
export interface ChangeByRun {
  incident: IncidentId;
  run: RunId;
  /** Names the step and command within the run, such as `12.1`: what it does is done once. */
  step: string;
  requestedBy: PersonId;
  field: IncidentField;
}

export type ChangedByRun = { done: boolean; text: string };
type Parts = Pick<CommandHost, 'database' | 'bus' | 'clock' | 'plant' | 'appendAudit'>;

/** Begins the reason, or the words, of what a step does to an incident. */
const markOf = ({ run, step }: Pick<ChangeByRun, 'run' | 'step'>): string =>
  `${runLabel(run)} step ${step}: `;

/**
 * Changes an incident for a run: as its program, on behalf of whoever asked for the run, who must be allowed to
 * handle that incident. Does nothing a second time. Throws `database.unavailable`.
 */
export const changeByRun = (parts: Parts, change: ChangeByRun): Promise<ChangedByRun> =>
  parts.database.transaction(async (tx) => {
    const row = await lockIncident(tx, change.incident);
    if (row === undefined) return { done: false, text: 'There is no such incident.' };
    if (await wasDone(tx, change)) return { done: true, text: 'It was done before.' };
    const draft = await draftOf(tx, parts, row, change);
    if (typeof draft === 'string') return { done: false, text: draft };
    if (draft === undefined) return { done: true, text: 'It was so already.' };
    await apply(tx, parts, row, change, draft);
    return { done: true, text: `${incidentLabel(row.id)}: ${inWords(change.field)}.` };
  });

/** Whether that step did its change: the incident's own history tells. */
export const wasDoneByRun = ({ database }: Parts, change: ChangeByRun): Promise<boolean> =>
  database.read((tx) => wasDone(tx, change));

async function wasDone(tx: Tx, change: ChangeByRun): Promise<boolean> {
  const mark = markOf(change);
  const entries = await selectEntries(tx, change.incident);
  return entries.some(
    ({ reason, what }) =>
      reason.startsWith(mark) || (what.kind === 'commented' && what.text.startsWith(mark)),
  );
}

/** The entry it makes; undefined when nothing changes; a text tells why it may not be. */
async function draftOf(
  tx: Tx,
  { plant }: Parts,
  { status }: IncidentRow,
  change: ChangeByRun,
): Promise<Draft | undefined | string> {
  const { field, requestedBy } = change;
  const subject = incidentSubject(status, plant());
  const asker = await selectPerson(tx, requestedBy);
  if (asker === undefined || asker.disabledAt !== null || !mayHandle(asker, subject)) {
    return 'Whoever asked for the run may not handle this incident.';
  }
  const mark = markOf(change);
  if (field.field === 'note') return { what: { kind: 'commented', text: `${mark}${field.text}` } };
  const reason = `${mark}${textOf(field.because)}`;
  const value = textOf(field.value);
  switch (field.field) {
    case 'phase': {
      const [from, to] = [status.phase, PLAYBOOK_PHASES.find((phase) => phase === value)];
      if (to === undefined) return `${value} is no phase that a playbook brings an incident to.`;
      if (from === to) return undefined;
      if (!mayMove(from, to)) return `It cannot go from ${PHASE_LABELS[from]} to ${PHASE_LABELS[to]}.`;
      return { what: { kind: 'moved', from, to, verdict: null, of: null }, reason };
    }
    case 'severity': {
      const to = incidentSeverity.safeParse(Number(value)).data;
      if (to === undefined) return `${value} is no severity.`;
      if (status.severity === to) return undefined;
      if (to > status.severity) return 'Only people make an incident less severe.';
      return { what: { kind: 'severity', from: status.severity, to }, reason };
    }
    case 'assignee': {
      const id = personId.safeParse(value).data;
      if (id === undefined) return `${value} is nobody.`;
      if (status.assignee === id) return undefined;
      const person = await selectPerson(tx, id);
      if (person === undefined || person.disabledAt !== null || !mayHandle(person, subject)) {
        return `${id} is nobody who may handle this incident.`;
      }
      return { what: { kind: 'assigned', assignee: id, processOwner: status.processOwner }, reason };
    }
  }
}

async function apply(
  tx: Tx,
  { bus, clock, appendAudit }: Parts,
  row: IncidentRow,
  { run, step, requestedBy, field }: ChangeByRun,
  draft: Draft,
): Promise<void> {
  const now = clock.now();
  const after = await record(tx, row, [draft], now);
  const changed = changedOf(after);
  announce(tx, bus, [changed], now);
  tx.beforeCommit(() =>
    appendAudit(
      tx,
      {
        ...auditOf(changed.incident),
        action: `incident.${field.field === 'note' ? 'comment' : field.field}-by-run`,
        result: 'done',
        before: row.status,
        after: after.status,
        reason: draft.reason ?? inWords(field),
        run: runLabel(run),
        step,
        facts: { severity: after.status.severity },
      },
      {
        actor: systemActor('playbooks'),
        onBehalfOf: requestedBy,
        address: undefined,
        requestId: undefined,
      },
    ).then(() => undefined),
  );
}

/** What a change is, for people. */
export function inWords(field: IncidentField): string {
  return field.field === 'note'
    ? `note "${field.text}"`
    : `${field.field} is ${textOf(field.value)}, because ${textOf(field.because)}`;
}
