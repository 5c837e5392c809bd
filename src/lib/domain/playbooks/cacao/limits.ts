import { pointer, type Finding } from './finding';

/** Longest text of a playbook, in UTF-16 units: 1 MiB. */
export const MOST_TEXT = 1_048_576;
export const MOST_STEPS = 2_000;
const MOST_DEPTH = 32;
const MOST_VALUES = 100_000;
/** Dictionaries and lists other than the workflow. */
const MOST_MEMBERS = 5_000;

/** With the flag `u`, whole pairs are one character and do not match. */
const HALF_CHARACTER = /\p{Cs}/u;

const limit = (path: string, message: string): Finding => ({ rule: 'limit', level: 'error', path, message });

/** What is too much to be read, before anything else looks at it. Also ends on values that go round in circles. */
export function overLimit(json: unknown): Finding | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const waiting: { value: object; path: string[] }[] = [{ value: json, path: [] }];
  let values = 0;
  let characters = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next;
    const at = () => pointer(...path);
    if (path.length > MOST_DEPTH) return limit(at(), `Goes deeper than ${MOST_DEPTH} levels.`);
    const entries = Object.entries(value);
    const most = path.length === 1 && path[0] === 'workflow' ? MOST_STEPS : MOST_MEMBERS;
    if (entries.length > most) return limit(at(), `Has ${entries.length} members; ${most} are read at most.`);
    values += entries.length;
    if (values > MOST_VALUES) return limit('', `Has more than ${MOST_VALUES} values.`);
    for (const [key, inner] of entries) {
      characters += key.length + (typeof inner === 'string' ? inner.length : 0);
      if (HALF_CHARACTER.test(key) || (typeof inner === 'string' && HALF_CHARACTER.test(inner))) {
        return limit(at(), 'Holds half a character (a surrogate alone), which has no canonical form.');
      }
      if (typeof inner === 'number' && !Number.isFinite(inner)) {
        return limit(at(), 'Holds a number that is too large to be exact.');
      }
      if (typeof inner === 'object' && inner !== null) waiting.push({ value: inner, path: [...path, key] });
    }
    if (characters > MOST_TEXT) return limit('', tooLong());
  }
  return undefined;
}

export const tooLong = (): string => `Is longer than ${MOST_TEXT} characters.`;
