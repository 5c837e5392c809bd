import type { IncidentPhase } from '../../incidents/phase';
import type { Term } from './statement';
import { isNumber, TokenReader } from './token-reader';
import { StatementFault, tokensOf } from './tokens';

/**
 * What an `x-zonewatch-incident` does to the incident of its run. Ends of an incident are for people: a
 * playbook brings it as far as watching.
 *
 *   phase = contained because "the gateway is isolated"
 *   severity = 2 because "drives of the zone are lost"
 *   assignee = __responder__:value because "on call"
 *   note: firmware slot __slot__:value is confirmed
 */
export type IncidentField =
  | { readonly field: 'phase'; readonly value: Term; readonly because: Term }
  | { readonly field: 'severity'; readonly value: Term; readonly because: Term }
  | { readonly field: 'assignee'; readonly value: Term; readonly because: Term }
  | { readonly field: 'note'; readonly text: string };

/** Phases that a playbook may bring an incident to. */
export const PLAYBOOK_PHASES = [
  'triage',
  'declared',
  'contained',
  'eradicated',
  'recovering',
  'monitoring',
] as const satisfies readonly IncidentPhase[];

const MOST_NOTE = 2_000;

/** Reads the command of an `x-zonewatch-incident`. Never throws. */
export function parseIncidentField(command: string): { field: IncidentField } | { fault: string } {
  const text = command.trim();
  const note = noteOf(text);
  if (note !== undefined) return readNote(note);
  try {
    const reader = new TokenReader(tokensOf(text), text.length);
    const field = read(reader);
    reader.finish();
    return { field };
  } catch (error) {
    if (error instanceof StatementFault) return { fault: `character ${error.at + 1}: ${error.message}` };
    throw error;
  }
}

/** What follows `note:`; undefined when it is no note. */
export const noteOf = (command: string): string | undefined => /^note: ?(.*)$/su.exec(command.trim())?.[1];

function readNote(text: string): { field: IncidentField } | { fault: string } {
  if (text === '') return { fault: 'has no words' };
  if (text.length > MOST_NOTE) return { fault: `is longer than ${MOST_NOTE} characters` };
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return { fault: 'has control characters' };
  return { field: { field: 'note', text } };
}

function read(reader: TokenReader): IncidentField {
  const field = reader.oneOf(['phase', 'severity', 'assignee'] as const);
  const isOne = {
    phase: (text: string) => (PLAYBOOK_PHASES as readonly string[]).includes(text),
    severity: (text: string) => isNumber(text) && ['1', '2', '3', '4', '5'].includes(text),
    assignee: () => true,
  }[field];
  const what = {
    phase: `one of ${PLAYBOOK_PHASES.join(', ')}`,
    severity: 'a severity from 1 to 5',
    assignee: 'the name of a person',
  }[field];
  const comparison = reader.words(isOne, what);
  if (comparison.op !== '=') throw reader.fault('expects =', 1);
  reader.expect('because');
  return { field, value: comparison.value, because: reader.term('a reason in quotes') };
}
