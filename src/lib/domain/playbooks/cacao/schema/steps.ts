import { closed, extensions, identifier, list, ref, schemaId, text, timestamp, type Schema } from './parts';

/** What every step may have; which ways on it must have, and that they lead somewhere, is for the linter. */
const COMMON: Record<string, Schema> = {
  name: text,
  description: text,
  external_references: list(ref('external-reference')),
  // The standard's text allows 0; the published schema does not.
  delay: { type: 'integer', minimum: 0 },
  timeout: { type: 'integer' },
  step_variables: ref('variables'),
  owner: identifier,
  step_extensions: extensions,
};
const ON_COMPLETION = { on_completion: identifier };
const WAYS_ON = { ...ON_COMPLETION, on_success: identifier, on_failure: identifier };
const ARGUMENTS = { in_args: list(text), out_args: list(text) };

const step = (
  type: string,
  own: Record<string, Schema>,
  required: readonly string[],
  waysOn: Record<string, Schema> = WAYS_ON,
): Schema => ({
  $id: schemaId(type),
  ...closed({ type: { const: type }, ...COMMON, ...waysOn, ...own }, ['type', ...required]),
});

export const steps: readonly Schema[] = [
  step('start', {}, [], ON_COMPLETION),
  step('end', {}, [], {}),
  step(
    'action',
    { commands: list(ref('command')), agent: identifier, targets: list(identifier), ...ARGUMENTS },
    ['commands', 'agent'],
  ),
  step('playbook-action', { playbook_id: identifier, playbook_version: timestamp, ...ARGUMENTS }, [
    'playbook_id',
  ]),
  step('parallel', { next_steps: list(identifier, 2) }, ['next_steps']),
  step('if-condition', { condition: text, on_true: identifier, on_false: identifier }, [
    'condition',
    'on_true',
  ]),
  step('while-condition', { condition: text, on_true: identifier }, ['condition', 'on_true']),
  step(
    'switch-condition',
    {
      switch: text,
      // The published schema lets any text be the value of a case.
      cases: {
        type: 'object',
        propertyNames: { maxLength: 250 },
        additionalProperties: identifier,
      },
    },
    ['switch', 'cases'],
  ),
];
/** Type of each step, which is also the beginning of its key in the workflow. */
export const STEP_TYPES = [
  'start',
  'end',
  'action',
  'playbook-action',
  'parallel',
  'if-condition',
  'while-condition',
  'switch-condition',
];
