import { closed, extensions, identifier, list, ref, schemaId, text, type Schema } from './parts';

const COMMON: Record<string, Schema> = {
  name: text,
  description: text,
  location: ref('civic-location'),
  agent_target_extensions: extensions,
};

/** A variable may stand wherever an address may, filled in when the playbook runs. */
const VARIABLE = '__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__:value';
const orVariable = (pattern: string): Schema => ({
  type: 'string',
  maxLength: 2_048,
  pattern: `^(${pattern}|${VARIABLE})$`,
});
const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';

const address: Schema = closed({
  dname: list(text, 0),
  ipv4: list(orVariable(`${OCTET}(\\.${OCTET}){3}`), 0),
  // Two colons at least; what is not an address after all is found when it is used.
  ipv6: list(orVariable('(?=[^:]*:[^:]*:)[0-9a-fA-F:.]{2,45}(%[0-9a-zA-Z]{1,20})?'), 0),
  l2mac: list(orVariable('[a-fA-F0-9]{2}(:[a-fA-F0-9]{2}){5}'), 0),
  url: list(
    { type: 'string', maxLength: 2_048, pattern: '^([a-zA-Z][a-zA-Z0-9+.-]*://)?[^\\s/?#]+([/?#]\\S*)?$' },
    0,
  ),
  vlan: list({ type: 'integer', minimum: 0, maximum: 4_095 }, 0),
});
const category = list(text);
const contact = ref('contact');
const reachable = { address, authentication_info: identifier, category };
const withPort = { ...reachable, port: text };

const KINDS: Record<string, { own: Record<string, Schema>; required: readonly string[] }> = {
  group: { own: { contact }, required: [] },
  individual: { own: { contact }, required: [] },
  organization: { own: { contact }, required: [] },
  location: { own: { logical: list(text) }, required: [] },
  sector: { own: { sector: text }, required: ['sector'] },
  'security-category': { own: { category }, required: ['category'] },
  'http-api': { own: withPort, required: ['address'] },
  ssh: { own: withPort, required: ['address'] },
  linux: { own: withPort, required: ['address'] },
  'net-address': { own: reachable, required: ['address'] },
};
/** Types of agents and targets, which are also the beginnings of their keys. */
export const AGENT_TYPES: readonly string[] = Object.keys(KINDS);

export const agents: readonly Schema[] = Object.entries(KINDS).map(([type, { own, required }]) => ({
  $id: schemaId(`agent-${type}`),
  ...closed({ type: { const: type }, ...COMMON, ...own }, ['type', 'name', ...required]),
}));
