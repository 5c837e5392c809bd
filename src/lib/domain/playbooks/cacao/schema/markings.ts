import {
  closed,
  extensions,
  flag,
  identifier,
  list,
  ref,
  schemaId,
  text,
  timestamp,
  type Schema,
} from './parts';

const COMMON: Record<string, Schema> = {
  id: identifier,
  name: text,
  description: text,
  created_by: identifier,
  created: timestamp,
  revoked: flag,
  valid_from: timestamp,
  valid_until: timestamp,
  labels: list(text),
  external_references: list(ref('external-reference')),
  marking_extensions: extensions,
};
const REQUIRED = ['type', 'id', 'created_by', 'created'];
const TLP = ['TLP:RED', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:GREEN', 'TLP:CLEAR'];

const KINDS: Record<string, { own: Record<string, Schema>; required: readonly string[] }> = {
  'marking-tlp': { own: { tlpv2_level: { type: 'string', enum: TLP } }, required: ['tlpv2_level'] },
  'marking-statement': { own: { statement: text }, required: ['statement'] },
  'marking-iep': {
    own: {
      tlp: text,
      iep_version: { type: 'integer' },
      start_date: timestamp,
      end_date: { anyOf: [{ type: 'null' }, timestamp] },
      encrypt_in_transit: text,
      permitted_actions: text,
      affected_party_notifications: text,
      attribution: text,
      unmodified_resale: text,
      // The framework wants texts, the standard's common properties want references: either is read.
      external_references: list({ anyOf: [text, ref('external-reference')] }, 0),
    },
    required: [
      'name',
      'description',
      'tlp',
      'iep_version',
      'start_date',
      'end_date',
      'encrypt_in_transit',
      'permitted_actions',
      'affected_party_notifications',
      'attribution',
      'unmodified_resale',
      'external_references',
    ],
  },
};
/** Types of data markings, which are also the beginnings of their keys. */
export const MARKING_TYPES: readonly string[] = Object.keys(KINDS);

export const markings: readonly Schema[] = Object.entries(KINDS).map(([type, { own, required }]) => ({
  $id: schemaId(type),
  ...closed({ type: { const: type }, ...COMMON, ...own }, [...REQUIRED, ...required]),
}));
