import type { AgentTarget, Command } from '../cacao/model';
import { GATEWAY_COMMAND, isExecutedCommand } from '../commands/command-types';
import { placedValue } from '../commands/placed-value';
import {
  asIs,
  asksVariable,
  inAddress,
  inHeader,
  inShell,
  inText,
  inTopic,
  inUrl,
  onLine,
  soleVariable,
  staysOnLine,
  substitute,
} from './substitute';
import type { Values } from './values';

/** Types whose command is a request's first line. */
const HTTP: ReadonlySet<string> = new Set(['http-api', 'openc2-http']);
/** Types that are words for people. */
const WORDS: ReadonlySet<string> = new Set(['manual']);

/** Fields that describe and do nothing. */
const UNTOUCHED: ReadonlySet<string> = new Set([
  'type',
  'version',
  'playbook_activity',
  'external_references',
]);

/**
 * A command with its variables filled in, each by the rules of its place: no value can add a line, a header, a
 * segment of a path, a member of an object or a level of a topic. Faults go to `faults`.
 */
export function renderCommand(command: Command, values: Values, faults: string[]): Command {
  const rendered: Command = { type: command.type };
  for (const [field, given] of Object.entries(command)) {
    rendered[field] = UNTOUCHED.has(field) ? given : renderField(command, field, values, faults);
  }
  return rendered;
}

function renderField(command: Command, field: string, values: Values, faults: string[]): unknown {
  const given = command[field];
  switch (field) {
    case 'command':
      return typeof given === 'string' ? renderLine(command.type, given, values, faults) : given;
    case 'command_b64':
      return typeof given === 'string'
        ? viaBase64(given, (text) => renderLine(command.type, text, values, faults))
        : given;
    case 'headers':
      return renderHeaders(command.headers ?? {}, values, faults);
    case 'content':
      return typeof given === 'string' ? renderContent(given, values, faults) : given;
    case 'content_b64':
      return typeof given === 'string'
        ? viaBase64(given, (text) => (asksVariable(text) ? renderContent(text, values, faults) : text))
        : given;
    case 'description':
      return typeof given === 'string' ? substitute(given, values, onLine, faults) : given;
    default:
      return inStructure(given, values, faults);
  }
}

function renderLine(type: string, template: string, values: Values, faults: string[]): string {
  if (HTTP.has(type)) return renderHttpLine(template, values, faults);
  if (type === GATEWAY_COMMAND) return substitute(template, values, inTopic, faults);
  if (isExecutedCommand(type)) {
    return substitute(
      template,
      values,
      (value) => placedValue(type, template, value) ?? onLine(value, BARE),
      faults,
    );
  }
  return substitute(template, values, WORDS.has(type) ? inText : inShell, faults);
}

const BARE = { type: 'string', value: null, isConstant: false };

/** `METHOD target HTTP/version`: variables in path and query of the target alone. */
function renderHttpLine(template: string, values: Values, faults: string[]): string {
  const line = template.trim();
  const rendered = substitute(line, values, inUrl, faults);
  if (!staysOnLine(rendered)) faults.push('the request line holds control characters');
  const [method = '', target = '', version = '', ...more] = line.split(' ');
  const beforePath = /^(https?:\/\/[^/]*)?/i.exec(target)?.[0] ?? '';
  if (more.length > 0 || asksVariable(`${method} ${beforePath} ${version}`)) {
    faults.push('variables belong into the path and query of a request alone');
  }
  return rendered;
}

function renderHeaders(
  headers: Record<string, string[]>,
  values: Values,
  faults: string[],
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, lines]) => {
      if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) faults.push(`${name} is no name of a header`);
      return [
        name,
        lines.map((line) => {
          const rendered = substitute(line, values, inHeader, faults);
          if (!staysOnLine(rendered)) faults.push(`the header ${name} holds control characters`);
          return rendered;
        }),
      ];
    }),
  );
}

/** JSON is filled in as a structure, so that nothing has to be escaped; other content takes no variables. */
function renderContent(template: string, values: Values, faults: string[]): string {
  if (!asksVariable(template)) return template;
  let parsed: unknown;
  try {
    parsed = JSON.parse(template);
  } catch {
    faults.push('content that asks for variables must be JSON with the variables inside its texts');
    return template;
  }
  return JSON.stringify(inStructure(parsed, values, faults));
}

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'float']);

/** Fills in texts of a structure, never its names. A text that is one variable alone takes the variable's type. */
function inStructure(given: unknown, values: Values, faults: string[]): unknown {
  if (typeof given === 'string') {
    const text = substitute(given, values, asIs, faults);
    const sole = soleVariable(given);
    const known = sole !== undefined && Object.hasOwn(values, sole) ? values[sole] : undefined;
    if (known?.value == null || known.value === '') return text;
    if (known.type === 'bool') return known.value === 'true';
    const number = Number(known.value);
    return NUMBERS.has(known.type) && Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
      ? number
      : text;
  }
  if (Array.isArray(given)) return given.map((one) => inStructure(one, values, faults));
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => {
      if (asksVariable(name)) faults.push('names of members take no variables');
      return [name, inStructure(one, values, faults)];
    }),
  );
}

/** An agent or target with its variables filled in. */
export function renderParty(party: AgentTarget, values: Values, faults: string[]): AgentTarget {
  return {
    ...party,
    name: substitute(party.name, values, onLine, faults),
    ...(party.port === undefined ? {} : { port: substitute(party.port, values, inAddress, faults) }),
    ...(party.address === undefined ? {} : { address: renderAddress(party.address, values, faults) }),
  };
}

function renderAddress(
  address: NonNullable<AgentTarget['address']>,
  values: Values,
  faults: string[],
): NonNullable<AgentTarget['address']> {
  const rendered: NonNullable<AgentTarget['address']> = { ...address };
  for (const kind of ['dname', 'ipv4', 'ipv6', 'l2mac'] as const) {
    const given = address[kind];
    if (given !== undefined) rendered[kind] = given.map((one) => substitute(one, values, inAddress, faults));
  }
  if (address.url !== undefined) {
    rendered.url = address.url.map((one) => {
      const beforePath = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)?/i.exec(one)?.[0] ?? '';
      const host = substitute(beforePath, values, inAddress, faults);
      return host + substitute(one.slice(beforePath.length), values, inUrl, faults);
    });
  }
  return rendered;
}

function viaBase64(encoded: string, change: (text: string) => string): string {
  const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  const changed = new TextEncoder().encode(change(new TextDecoder().decode(bytes)));
  return btoa(Array.from(changed, (byte) => String.fromCharCode(byte)).join(''));
}
