import type { Value, Values } from './values';

/** `__name__:value`; names end at the first `__:value` (CACAO 2.0, 10.18). */
const PLACEHOLDER = /(__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__):value/g;

/** What a value becomes in its place, or what is wrong with it there. */
type Placing = (value: string, known: Value) => string | { fault: string };

/**
 * Fills variables into a template, each through `place`. What was filled in is never looked at again, so that no
 * value can name a variable. Faults go to `faults` in words.
 */
export function substitute(template: string, values: Values, place: Placing, faults: string[]): string {
  return template.replace(PLACEHOLDER, (whole, name: string) => {
    const known = Object.hasOwn(values, name) ? values[name] : undefined;
    if (known === undefined) faults.push(`${name} is not declared`);
    else if (known.value === null) faults.push(`${name} is not known`);
    else {
      const placed = place(known.value, known);
      if (typeof placed === 'string') return placed;
      faults.push(`${name} ${placed.fault}`);
    }
    return whole;
  });
}

/** Whether a template asks for any variable. */
export const asksVariable = (template: string): boolean => template.search(PLACEHOLDER) >= 0;

/** The variable that is all there is of a template. */
export const soleVariable = (template: string): string | undefined =>
  /^(__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__):value$/.exec(template)?.[1];

const CONTROLS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** On one line of text for people: whatever would break the line becomes a space. */
export const onLine: Placing = (value) => value.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');

/** In text of several lines for people. */
export const inText: Placing = (value) => value.replace(/(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');

/** In the path or query of an HTTP request: one segment or value, percent-encoded, never a way up. */
export const inUrl: Placing = (value) => {
  if (value === '.' || value === '..') return { fault: 'is a way up, which no address may hold' };
  if (!value.isWellFormed()) return { fault: 'is no well-formed text' };
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
};

/** In a header: visible ASCII and single spaces inside, so that no line can follow (RFC 9110, 5.5). */
export const inHeader: Placing = (value) =>
  /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(value) ? value : { fault: 'cannot stand in a header' };

/** In an address: a name, a number or an IPv6 address, and nothing that could be more. */
export const inAddress: Placing = (value) =>
  /^(?!-)[A-Za-z0-9._:%@-]{1,253}$/.test(value) && value !== '.' && value !== '..'
    ? value
    : { fault: 'is no address' };

/** One level of an MQTT topic, or one word of a command: no separator, wildcard or space. */
export const inTopic: Placing = (value) =>
  /^[A-Za-z0-9._:@=%-]{1,128}$/.test(value) ? value : { fault: 'cannot be one level of a topic' };

/** A word of a command line that a person may copy: nothing that a shell understands. */
export const inShell: Placing = (value) =>
  /^(?!-)[A-Za-z0-9_.:@/%+,=-]{1,1000}$/.test(value)
    ? value
    : { fault: 'holds what a command line would understand as more than a word' };

/** A value inside a structure, where nothing has to be escaped. */
export const asIs: Placing = (value) => value;

/** Whether a text stays on its line. */
export const staysOnLine = (text: string): boolean => !CONTROLS.test(text);
