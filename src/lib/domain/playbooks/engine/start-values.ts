import type { Playbook } from '../cacao/model';
import { assign, declared, type Values } from './values';

/** What a run knows of its occasion, by the names that playbooks use for it. */
export type Occasion = Readonly<Record<string, string | undefined>>;

/**
 * Values that a drill takes where nobody gave any: addresses and names that documentation is written with
 * (RFC 5737, RFC 3849, RFC 7042), so that nothing real is meant by accident.
 */
const SAMPLES: Readonly<Record<string, string>> = {
  bool: 'false',
  dictionary: '{}',
  float: '1',
  hexstring: '00',
  integer: '1',
  'ipv4-addr': '192.0.2.1',
  'ipv6-addr': '2001:db8::1',
  long: '1',
  'mac-addr': '00:00:5e:00:53:01',
  uri: 'https://example.invalid/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** Values to begin with, what is wrong with those that were given, and what nobody gave, by name. */
export interface StartValues {
  values: Values;
  faults: { name: string; message: string }[];
  missing: string[];
}

/**
 * Fills the variables that a playbook expects from outside: what was given, then what the occasion tells, then what
 * the playbook says itself. Only those may be given.
 */
export function startValues(
  playbook: Pick<Playbook, 'playbook_variables'>,
  given: Readonly<Record<string, string>>,
  occasion: Occasion,
): StartValues {
  const variables = playbook.playbook_variables ?? {};
  const own = declared(variables);
  const isOutside = (name: string): boolean => variables[name]?.external === true;
  const faults = Object.keys(given)
    .filter((name) => !Object.hasOwn(own, name) || !isOutside(name))
    .map((name) => ({ name, message: 'is no variable that this playbook takes from outside' }));
  const wanted: Record<string, string> = {};
  for (const name of Object.keys(variables).filter(isOutside)) {
    const value = Object.hasOwn(given, name) ? given[name] : occasion[name];
    if (value !== undefined) wanted[name] = value;
  }
  const { values, refused } = assign(own, wanted);
  for (const text of refused) {
    const [name = '', ...rest] = text.split(' ');
    faults.push({ name, message: rest.join(' ') });
  }
  const missing = Object.keys(variables).filter((name) => isOutside(name) && values[name]?.value == null);
  return { values, faults, missing };
}

/** The same with samples for what is missing. */
export function withSamples({ values, missing }: StartValues): Values {
  const filled = { ...values };
  for (const name of missing) {
    const known = filled[name];
    if (known !== undefined) filled[name] = { ...known, value: SAMPLES[known.type] ?? 'drill' };
  }
  return filled;
}
