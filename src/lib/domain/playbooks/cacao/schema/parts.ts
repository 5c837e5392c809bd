/** A JSON Schema (2019-09) as a plain object. */
export type Schema = Record<string, unknown>;

const BASE = 'https://zonewatch.invalid/cacao-2.0/';
/** Name of a schema of this folder; nothing is ever fetched from there. */
export const schemaId = (name: string): string => `${BASE}${name}`;
export const ref = (name: string): Schema => ({ $ref: schemaId(name) });

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}';
/** Pattern of an identifier: a type, two hyphens and a UUID of version 1 to 5. */
export const idPattern = (type = '[a-z][a-z0-9-]+[a-z0-9]'): string => `^${type}--${UUID}$`;

export const text: Schema = { type: 'string' };
export const flag: Schema = { type: 'boolean' };
export const identifier: Schema = { type: 'string', pattern: idPattern() };
/** Fractions of any length are read; the linter asks for exactly three digits. */
export const timestamp: Schema = {
  type: 'string',
  maxLength: 40,
  pattern:
    '^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?Z$',
};
/** 0 is not defined. */
export const zeroToHundred: Schema = { type: 'integer', minimum: 0, maximum: 100 };

export const list = (items: Schema, minItems = 1): Schema => ({ type: 'array', items, minItems });
export const dictionary = (patterns: Record<string, Schema>, more: Schema = {}): Schema => ({
  type: 'object',
  patternProperties: patterns,
  additionalProperties: false,
  ...more,
});
export const extensions: Schema = dictionary(
  { [idPattern('extension-definition')]: { type: 'object' } },
  { minProperties: 1 },
);

/**
 * A closed object. Every property stands in the one list of its schema, so that a wrong value is told once and
 * never as an unknown property of some other branch.
 */
export const closed = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
