import { agents, AGENT_TYPES } from './agents';
import { authentication, AUTHENTICATION_TYPES } from './authentication';
import { commands } from './commands';
import { dataTypes } from './data-types';
import { MARKING_TYPES, markings } from './markings';
import {
  closed,
  dictionary,
  extensions,
  flag,
  identifier,
  idPattern,
  list,
  ref,
  schemaId,
  text,
  timestamp,
  zeroToHundred,
  type Schema,
} from './parts';
import { steps, STEP_TYPES } from './steps';

/** A dictionary whose keys begin with the type of what they name, so that the key chooses the schema. */
const byType = (types: readonly string[], prefix = '', minProperties = 0): Schema =>
  dictionary(Object.fromEntries(types.map((type) => [idPattern(type), ref(`${prefix}${type}`)])), {
    minProperties,
  });

/** The schema of a playbook (CACAO 2.0, section 3.1). */
export const PLAYBOOK_SCHEMA: Schema = {
  $id: schemaId('playbook'),
  ...closed(
    {
      type: { const: 'playbook' },
      spec_version: { const: 'cacao-2.0' },
      id: { type: 'string', pattern: idPattern('playbook') },
      name: text,
      description: text,
      playbook_types: list(text, 0),
      playbook_activities: list(text),
      playbook_processing_summary: ref('processing-summary'),
      created_by: identifier,
      created: timestamp,
      modified: timestamp,
      revoked: flag,
      valid_from: timestamp,
      valid_until: timestamp,
      derived_from: list(identifier),
      related_to: list(identifier),
      priority: zeroToHundred,
      severity: zeroToHundred,
      impact: zeroToHundred,
      industry_sectors: list(text),
      labels: list(text),
      external_references: list(ref('external-reference')),
      markings: list(identifier),
      playbook_variables: ref('variables'),
      workflow_start: identifier,
      workflow_exception: identifier,
      workflow: byType(STEP_TYPES),
      playbook_extensions: extensions,
      authentication_info_definitions: byType(AUTHENTICATION_TYPES, 'authentication-', 1),
      agent_definitions: byType(AGENT_TYPES, 'agent-', 1),
      target_definitions: byType(AGENT_TYPES, 'agent-', 1),
      extension_definitions: dictionary({ [idPattern('extension-definition')]: ref('extension-definition') }),
      data_marking_definitions: byType(MARKING_TYPES),
      signatures: list(ref('signature')),
    },
    ['type', 'spec_version', 'id', 'name', 'created_by', 'created', 'modified', 'workflow_start', 'workflow'],
  ),
};

/** What the schema of a playbook refers to. */
export const REFERRED_SCHEMAS: readonly Schema[] = [
  ...dataTypes,
  ...steps,
  ...commands,
  ...agents,
  ...authentication,
  ...markings,
];
