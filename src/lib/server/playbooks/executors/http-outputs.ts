import { VARIABLE_NAME } from '../../../domain/playbooks/commands/command-types';
import type { Answered } from '../../outgoing/call';

/** Of an answer's text; a variable is no place for documents. */
const MOST_TEXT = 4_000;
const MOST_MEMBERS = 50;
const HIDDEN = '[secret]';

/**
 * What variables may take of an answer: `__status__`, `__body__`, and of a JSON object each plain member as
 * `__name__`. The secret that was sent does not come back by them.
 */
export function answerOutputs(
  { status, body }: Extract<Answered, { kind: 'answered' }>,
  secret: string | undefined,
): Record<string, string> {
  const whole = body.toString('utf8').replaceAll('\0', '\uFFFD');
  const text = secret === undefined ? whole : whole.replaceAll(secret, HIDDEN);
  return { ...members(text), __status__: String(status), __body__: text.slice(0, MOST_TEXT).toWellFormed() };
}

function members(text: string): Record<string, string> {
  const value = objectOf(text);
  if (value === undefined) return {};
  const plain = Object.entries(value)
    .slice(0, MOST_MEMBERS)
    .flatMap(([name, member]): [string, string][] => {
      const isPlain = ['string', 'number', 'boolean'].includes(typeof member);
      const variable = `__${name}__`;
      return isPlain && VARIABLE_NAME.test(variable)
        ? [[variable, String(member).slice(0, MOST_TEXT).toWellFormed()]]
        : [];
    });
  return Object.fromEntries(plain);
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
