import { closed, list, ref, schemaId, text, type Schema } from './parts';

const COMMON: Record<string, Schema> = {
  description: text,
  version: text,
  playbook_activity: text,
  external_references: list(ref('external-reference'), 0),
};
const base64: Schema = { type: 'string', contentEncoding: 'base64' };
const headers: Schema = { type: 'object', additionalProperties: list(text, 0) };

const TEXT_OR_BASE64 = { own: { command: text, command_b64: base64 }, required: [] };
const BASE64 = { own: { command_b64: base64 }, required: ['command_b64'] };

/** Types of commands that the standard names, with their own properties. */
const KNOWN: Record<string, { own: Record<string, Schema>; required: readonly string[] }> = {
  manual: TEXT_OR_BASE64,
  bash: TEXT_OR_BASE64,
  powershell: TEXT_OR_BASE64,
  ssh: TEXT_OR_BASE64,
  'caldera-cmd': TEXT_OR_BASE64,
  elastic: BASE64,
  jupyter: BASE64,
  kestrel: BASE64,
  sigma: BASE64,
  yara: BASE64,
  'http-api': {
    own: { command: text, headers, content: text, content_b64: base64 },
    required: ['command'],
  },
  'openc2-http': {
    own: { command: text, content_b64: base64, headers },
    required: ['command', 'content_b64'],
  },
};
export const STANDARD_COMMANDS: readonly string[] = Object.keys(KNOWN);

/** The vocabulary is open: a command of a type that is not known may have any content, but has a type. */
export const commands: readonly Schema[] = [
  {
    $id: schemaId('command'),
    type: 'object',
    required: ['type'],
    properties: { type: text },
    allOf: STANDARD_COMMANDS.map((type) => ({
      if: { properties: { type: { const: type } }, required: ['type'] },
      then: ref(`command-${type}`),
    })),
  },
  ...Object.entries(KNOWN).map(([type, { own, required }]) => ({
    $id: schemaId(`command-${type}`),
    ...closed({ type: { const: type }, ...COMMON, ...own }, ['type', ...required]),
  })),
];
