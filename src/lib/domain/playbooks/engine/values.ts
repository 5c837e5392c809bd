import type { Variables } from '../cacao/model';

/** A variable at work: its declared type, and what it holds. null: not known; '': known to be empty. */
export interface Value {
  type: string;
  value: string | null;
  isConstant: boolean;
}

/** Variables by name, such as `__gateway__`. */
export type Values = Readonly<Record<string, Value>>;

/** Longest value of a variable, in characters. */
const LONGEST = 10_000;

const WHOLE = /^-?\d{1,19}$/;
const FORMS: Readonly<Record<string, RegExp>> = {
  bool: /^(true|false)$/,
  float: /^-?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?$/,
  hexstring: /^([0-9a-fA-F]{2})*$/,
  integer: WHOLE,
  long: WHOLE,
  'ipv4-addr': /^(\d{1,3}\.){3}\d{1,3}(\/\d{1,2})?$/,
  'ipv6-addr': /^[0-9a-fA-F:.]{2,45}(\/\d{1,3})?$/,
  'mac-addr': /^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/,
  hash: /^[0-9a-fA-F]{32,128}$/,
  'md5-hash': /^[0-9a-fA-F]{32}$/,
  'sha256-hash': /^[0-9a-fA-F]{64}$/,
  uri: /^[a-z][a-z0-9+.-]*:[^\s]*$/i,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};

/** Variables as a playbook or step declares them, before anything is given. */
export const declared = (variables: Variables | undefined): Values =>
  Object.fromEntries(
    Object.entries(variables ?? {}).map(([name, { type, value, constant }]) => [
      name,
      { type, value: value ?? null, isConstant: constant === true },
    ]),
  );

/** What is wrong with a value for a variable of that type; undefined when it fits. The empty text always does. */
export function misfit(type: string, value: string): string | undefined {
  if (value.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (value === '') return undefined;
  if (type === 'dictionary') return isDictionary(value) ? undefined : 'is no JSON object';
  const form = FORMS[type];
  return form === undefined || form.test(value) ? undefined : `is no ${type}`;
}

function isDictionary(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

/**
 * Values after some were given by name: those that are declared, may change and fit their type. The rest is told
 * in `refused`, in words.
 */
export function assign(
  values: Values,
  given: Readonly<Record<string, string>>,
): { values: Values; refused: string[] } {
  const next: Record<string, Value> = { ...values };
  const refused: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(values, name) ? values[name] : undefined;
    const fault =
      known === undefined
        ? 'is not declared here'
        : known.isConstant
          ? 'is constant'
          : misfit(known.type, value);
    if (known === undefined || fault !== undefined) refused.push(`${name} ${fault}`);
    else next[name] = { ...known, value };
  }
  return { values: next, refused };
}
