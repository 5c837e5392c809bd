import { SUMMARY_FLAGS } from '../model';
import {
  closed,
  dictionary,
  flag,
  identifier,
  list,
  ref,
  schemaId,
  text,
  timestamp,
  type Schema,
} from './parts';

/** Regions of a civic location: the one closed vocabulary of its kind. */
const REGIONS = [
  'africa',
  'eastern-africa',
  'middle-africa',
  'northern-africa',
  'southern-africa',
  'western-africa',
  'americas',
  'caribbean',
  'central-america',
  'latin-america-caribbean',
  'northern-america',
  'south-america',
  'asia',
  'central-asia',
  'eastern-asia',
  'southern-asia',
  'south-eastern-asia',
  'western-asia',
  'europe',
  'eastern-europe',
  'northern-europe',
  'southern-europe',
  'western-europe',
  'oceania',
  'antarctica',
  'australia-new-zealand',
  'melanesia',
  'micronesia',
  'polynesia',
];

const VARIABLE_NAME = '^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$';
const byLabel: Schema = dictionary({ '^[a-zA-Z0-9_-]{0,250}$': text });

/** One of four ways names the key of a signature, and only one. */
const KEYS = ['public_key', 'public_cert_chain', 'cert_url', 'thumbprint'];

export const dataTypes: readonly Schema[] = [
  {
    $id: schemaId('external-reference'),
    ...closed(
      { name: text, description: text, source: text, url: text, external_id: text, reference_id: text },
      ['name'],
    ),
  },
  {
    $id: schemaId('variable'),
    ...closed(
      {
        type: text,
        description: text,
        value: { type: ['string', 'null'] },
        constant: flag,
        external: flag,
      },
      ['type'],
    ),
  },
  { $id: schemaId('variables'), ...dictionary({ [VARIABLE_NAME]: ref('variable') }) },
  {
    $id: schemaId('processing-summary'),
    ...closed(Object.fromEntries(SUMMARY_FLAGS.map((name) => [name, flag]))),
  },
  { $id: schemaId('contact'), ...closed({ email: byLabel, phone: byLabel, contact_details: text }) },
  {
    $id: schemaId('civic-location'),
    ...closed({
      name: text,
      description: text,
      building_details: text,
      network_details: text,
      region: { type: 'string', enum: REGIONS },
      country: text,
      administrative_area: text,
      city: text,
      street_address: text,
      postal_code: text,
      latitude: text,
      longitude: text,
      precision: text,
    }),
  },
  {
    $id: schemaId('extension-definition'),
    ...closed(
      {
        type: { const: 'extension-definition' },
        name: text,
        description: text,
        created_by: identifier,
        schema: text,
        version: text,
        external_references: list(ref('external-reference'), 0),
      },
      ['type', 'name', 'created_by', 'schema', 'version'],
    ),
  },
  {
    $id: schemaId('signature'),
    ...closed(
      {
        type: { const: 'jss' },
        id: identifier,
        created_by: identifier,
        created: timestamp,
        modified: timestamp,
        revoked: flag,
        signee: text,
        valid_from: timestamp,
        valid_until: timestamp,
        related_to: identifier,
        related_version: timestamp,
        hash_algorithm: text,
        algorithm: text,
        public_key: text,
        public_cert_chain: list(text),
        cert_url: text,
        thumbprint: text,
        value: text,
        signature: ref('signature'),
      },
      [
        'type',
        'id',
        'created',
        'modified',
        'signee',
        'related_to',
        'related_version',
        'hash_algorithm',
        'algorithm',
        'value',
      ],
    ),
    oneOf: KEYS.map((key) => ({ required: [key] })),
  },
];
