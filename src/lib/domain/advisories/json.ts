/** A JSON object whose members nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

const NOTHING: JsonObject = {};

/** The value if it is an object; else one without members, so that reading goes on. */
export const objectIn = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : NOTHING;

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Objects of a list; what is none is left out. */
export const objectsIn = (value: unknown): JsonObject[] =>
  listIn(value).filter((one): one is JsonObject => objectIn(one) === one);

/** A text without white space around it, cut; undefined for what is none or empty. */
export function textIn(value: unknown, most = 500): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text.slice(0, most);
}

export const textsIn = (value: unknown): string[] =>
  listIn(value).flatMap((one) => {
    const text = textIn(one);
    return text === undefined ? [] : [text];
  });

/** A date of a document; undefined for what is none. */
export function instantIn(value: unknown): number | undefined {
  const at = Date.parse(textIn(value) ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** An address that may stand in a link: http or https and nothing else. */
export function linkIn(value: unknown): string | undefined {
  const text = textIn(value, 2_000);
  return text !== undefined && /^https?:\/\/[^\s]+$/i.test(text) ? text : undefined;
}
