import { VARIABLE_NAME } from '../../../domain/playbooks/commands/command-types';
import type { Answered } from '../../outgoing/call';
import type { Credential } from './http-credential';

/** Of an answer's text; a variable is no place for documents. */
const MOST_TEXT = 4_000;
const MOST_MEMBERS = 50;
const HIDDEN = '[secret]';

/**
 * What variables may take of an answer: `__status__`, `__body__`, and of a JSON object each plain member as
 * `__name__`. The secret that was sent does not come back by them, nor the header that carried it, such as a name and
 * a password in base64.
 */
export function answerOutputs(
  { status, body }: Extract<Answered, { kind: 'answered' }>,
  credential: Pick<Credential, 'secret' | 'header'> | undefined,
): Record<string, string> {
  const whole = body.toString('utf8').replaceAll('\0', '\uFFFD');
  const text = hidden(credential).reduce((left, word) => left.replaceAll(word, HIDDEN), whole);
  return { ...members(text), __status__: String(status), __body__: text.slice(0, MOST_TEXT).toWellFormed() };
}

/** Everything that must not come back, the longest first, so that no rest of one stays. */
function hidden(credential: Pick<Credential, 'secret' | 'header'> | undefined): string[] {
  if (credential === undefined) return [];
  const sent = Object.values(credential.header).flatMap((value) => [value, ...value.split(' ').slice(1)]);
  return [credential.secret, ...sent]
    .flatMap((word) => [word, JSON.stringify(word).slice(1, -1)])
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length);
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
